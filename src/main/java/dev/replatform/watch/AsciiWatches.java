package dev.replatform.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hands on what a watch over plain HTTP says with every character beyond ASCII escaped, as JSON allows. fabric8 decodes
 * each chunk by itself: it appends NULs to a chunk with such a character, and loses a character that lies in two chunks.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">JSON's escapes</a>
 */
public final class AsciiWatches implements Interceptor {
    private static final Pattern WATCH = Pattern.compile("(?:.*&)?watch=(?:true|1)(?:&.*)?");

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        var query = request.uri().getRawQuery();
        return query != null && WATCH.matcher(query).matches() ? new Escaping(consumer) : consumer;
    }

    /** Keeps the first bytes of a character until the rest of it comes. */
    private static final class Escaping implements AsyncBody.Consumer<List<ByteBuffer>> {
        /** No JSON holds it unescaped: who reads bytes that are no UTF-8 finds no event, in place of another text. */
        private static final String NO_JSON = "\0";

        private final AsyncBody.Consumer<List<ByteBuffer>> listener;
        private final CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(NO_JSON);
        private ByteBuffer begun = ByteBuffer.allocate(0);

        Escaping(AsyncBody.Consumer<List<ByteBuffer>> listener) {
            this.listener = listener;
        }

        @Override
        public void consume(List<ByteBuffer> chunks, AsyncBody body) throws Exception {
            listener.consume(chunks.stream().map(this::escaped).toList(), body);
        }

        /** Others look for listeners of theirs. */
        @Override
        public <U> U unwrap(Class<U> target) {
            return listener.unwrap(target);
        }

        private ByteBuffer escaped(ByteBuffer chunk) {
            var bytes = ByteBuffer.allocate(begun.remaining() + chunk.remaining())
                    .put(begun)
                    .put(chunk)
                    .flip();
            var characters = CharBuffer.allocate(bytes.remaining());
            decoder.decode(bytes, characters, false);
            begun = bytes;
            return US_ASCII.encode(escaped(characters.flip()));
        }

        private static CharBuffer escaped(CharBuffer characters) {
            var ascii = new StringBuilder(characters.remaining());
            characters.chars().forEach(it -> {
                if (it < 0x80) {
                    ascii.append((char) it);
                } else {
                    ascii.append("\\u%04x".formatted(it));
                }
            });
            return CharBuffer.wrap(ascii);
        }
    }
}
