package dev.replatform.sandbox.aws.box;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The EC2 instances of the account. */
public final class Boxes {
    private final List<Box> boxes = new CopyOnWriteArrayList<>();

    void add(Box box) {
        boxes.add(box);
    }

    public List<Box> all() {
        return List.copyOf(boxes);
    }

    public Optional<Box> find(String instanceId) {
        return boxes.stream().filter(box -> box.instanceId().equals(instanceId)).findAny();
    }
}
