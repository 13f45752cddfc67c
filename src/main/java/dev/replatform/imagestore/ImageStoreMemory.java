package dev.replatform.imagestore;

/** What this process remembers of ImageStores. All of it only spares calls: whoever has forgotten looks again. */
record ImageStoreMemory(KnownIds distributions, KnownIds accessControls) {
    static ImageStoreMemory empty() {
        return new ImageStoreMemory(new KnownIds(), new KnownIds());
    }

    void forget(String uid) {
        distributions.forget(uid);
        accessControls.forget(uid);
    }
}
