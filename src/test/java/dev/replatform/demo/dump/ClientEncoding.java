package dev.replatform.demo.dump;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * PostgreSQL's names of encodings (<a
 * href="https://www.postgresql.org/docs/current/multibyte.html#MULTIBYTE-CHARSET-SUPPORTED">character set support</a>) and
 * Java's for the same.
 */
final class ClientEncoding {
    /** SQL_ASCII converts nothing: a UTF-8 database takes its bytes if they are UTF-8, and refuses them otherwise. */
    private static final Map<String, String> JAVA_NAMES = Map.ofEntries(
            Map.entry("UTF8", "UTF-8"),
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("SQLASCII", "UTF-8"),
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("LATIN10", "ISO-8859-16"),
            Map.entry("EUCJP", "EUC-JP"),
            Map.entry("EUCKR", "EUC-KR"),
            Map.entry("EUCCN", "GB2312"),
            Map.entry("EUCTW", "x-EUC-TW"),
            Map.entry("SJIS", "windows-31j"),
            Map.entry("BIG5", "Big5"),
            Map.entry("GBK", "GBK"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("UHC", "x-windows-949"),
            Map.entry("JOHAB", "x-Johab"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"),
            Map.entry("WIN866", "IBM866"),
            Map.entry("WIN874", "x-windows-874"),
            Map.entry("WIN", "windows-1251"));

    private ClientEncoding() {}

    /** @return Java's charset for it; empty where Java or PostgreSQL has none of that name */
    static Optional<Charset> charset(String postgresName) {
        var name = postgresName.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        var javaName = JAVA_NAMES.getOrDefault(
                name, name.replaceFirst("^WIN(125\\d)$", "windows-$1").replaceFirst("^ISO8859(\\d+)$", "ISO-8859-$1"));
        return javaName.matches("[A-Za-z0-9-]+") && Charset.isSupported(javaName)
                ? Optional.of(Charset.forName(javaName))
                : Optional.empty();
    }
}
