package dev.replatform.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsciiWatchesTest {
    private static final HttpRequest WATCH = request("?labelSelector=a&watch=true&timeoutSeconds=600");

    private final StringBuilder heard = new StringBuilder();
    private int asked;

    /** As fabric8 reads a watch: chunk by chunk, the array behind what was decoded. */
    private final AsyncBody.Consumer<List<ByteBuffer>> fabric8 = (chunks, body) -> {
        chunks.forEach(chunk -> heard.append(UTF_8.decode(chunk).array()));
        body.consume();
    };

    private final AsyncBody body = new AsyncBody() {
        @Override
        public void consume() {
            asked++;
        }

        @Override
        public CompletableFuture<Void> done() {
            return new CompletableFuture<>();
        }

        @Override
        public void cancel() {}
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "Grüße",
                "¢",
                "表の名前",
                "🚀",
                "👩‍💻 and 🇩🇪",
                "a\\n\\u00e9\\\"é\\\\",
                "",
            })
    void aTextIsTheSameWhereverItsBytesAreCut(String text) throws Exception {
        var json = "{\"value\":\"%s\"}\n".formatted(text);
        var bytes = json.getBytes(UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                // when
                heard.setLength(0);
                hear(
                        WATCH,
                        List.of(
                                Arrays.copyOfRange(bytes, 0, first),
                                Arrays.copyOfRange(bytes, first, second),
                                Arrays.copyOfRange(bytes, second, bytes.length)));

                // then
                assertThat(heard.chars()).as("cut at %d and %d", first, second).allMatch(it -> it < 0x80 && it != 0);
                assertThat(new ObjectMapper().readTree(heard.toString()))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(new ObjectMapper().readTree(json));
            }
        }
    }

    @Test
    void eachChunkAsksForTheNextEvenOneWithoutAWholeCharacter() throws Exception {
        hear(WATCH, eachByte("🚀"));

        assertThat(asked).isEqualTo(4);
        assertThat(heard).hasToString("\\ud83d\\ude80");
    }

    @Test
    void severalLinesInOneChunkStaySeveral() throws Exception {
        hear(WATCH, List.of("{\"a\":\"ü\"}\n{\"b\":\"ö\"}\n{\"c\"".getBytes(UTF_8), ":1}\n".getBytes(UTF_8)));

        assertThat(heard.toString().lines()).containsExactly("{\"a\":\"\\u00fc\"}", "{\"b\":\"\\u00f6\"}", "{\"c\":1}");
    }

    @Test
    void bytesThatAreNoUtf8MakeNoOtherTextButNoJson() throws Exception {
        hear(WATCH, List.of("{\"value\":\"Grüße\"}\n".getBytes(ISO_8859_1)));

        assertThatThrownBy(() -> new ObjectMapper().readTree(heard.toString())).isInstanceOf(JsonParseException.class);
    }

    @Test
    void whatIsNoWatchIsLeftAsItIs() throws Exception {
        for (var query : List.of("", "?limit=5", "?watch=false", "?unwatch=true")) {
            heard.setLength(0);
            hear(request(query), List.of("Grüße".getBytes(UTF_8)));

            assertThat(heard.toString()).as(query).startsWith("Grüße");
        }
    }

    private void hear(HttpRequest request, List<byte[]> chunks) throws Exception {
        var consumer = new AsciiWatches().consumer(fabric8, request);
        for (var chunk : chunks) {
            consumer.consume(List.of(ByteBuffer.wrap(chunk)), body);
        }
    }

    private static List<byte[]> eachByte(String text) {
        var bytes = text.getBytes(UTF_8);
        return IntStream.range(0, bytes.length)
                .mapToObj(it -> new byte[] {bytes[it]})
                .toList();
    }

    private static HttpRequest request(String query) {
        return new StandardHttpRequest.Builder()
                .uri(URI.create("http://localhost/apis/replatform.dev/v1alpha1/appconfigs" + query)
                        .toString())
                .build();
    }
}
