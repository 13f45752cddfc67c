package dev.replatform.sandbox.aws.codec;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;

/** The SDK's objects as XML, as query, EC2 and REST-XML answers write them. */
final class XmlWriter {
    private final Scalars scalars;
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    XmlWriter(Scalars scalars) {
        this.scalars = scalars;
    }

    XmlWriter open(String name) {
        xml.append('<').append(name).append('>');
        return this;
    }

    XmlWriter close(String name) {
        xml.append("</").append(name).append('>');
        return this;
    }

    XmlWriter element(String name, String text) {
        open(name);
        escape(text);
        return close(name);
    }

    /** The members of the body, without an element around them. */
    XmlWriter members(SdkPojo pojo) {
        Members.inPlace(pojo, MarshallLocation.PAYLOAD, (field, value) -> {
            if (!field.containsTrait(XmlAttributeTrait.class)) {
                value(field.unmarshallLocationName(), field, value);
            }
        });
        return this;
    }

    XmlWriter structure(String name, SdkPojo pojo) {
        xml.append('<').append(name);
        attributes(pojo);
        xml.append('>');
        return members(pojo).close(name);
    }

    private void attributes(SdkPojo pojo) {
        Members.inPlace(pojo, MarshallLocation.PAYLOAD, (field, value) -> {
            if (field.containsTrait(XmlAttributeTrait.class)) {
                if (field.unmarshallLocationName().startsWith("xsi:")) {
                    xml.append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
                }
                xml.append(' ').append(field.unmarshallLocationName()).append("=\"");
                escape(scalars.write(field, value));
                xml.append('"');
            }
        });
    }

    private void value(String name, SdkField<?> field, Object value) {
        switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> structure(name, (SdkPojo) value);
            case LIST -> list(name, field.getTrait(ListTrait.class), (List<?>) value);
            case MAP -> map(name, field.getTrait(MapTrait.class), (Map<?, ?>) value);
            default -> element(name, scalars.write(field, value));
        }
    }

    private void list(String name, ListTrait list, List<?> items) {
        if (list.isFlattened()) {
            items.forEach(item -> value(name, list.memberFieldInfo(), item));
        } else {
            open(name);
            items.forEach(item -> value(Source.memberName(list), list.memberFieldInfo(), item));
            close(name);
        }
    }

    private void map(String name, MapTrait map, Map<?, ?> entries) {
        if (!map.isFlattened()) {
            open(name);
        }
        var entryName = map.isFlattened() ? name : "entry";
        entries.forEach((key, value) -> {
            open(entryName).element(map.keyLocationName(), key.toString());
            value(map.valueLocationName(), map.valueFieldInfo(), value);
            close(entryName);
        });
        if (!map.isFlattened()) {
            close(name);
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                // Parsers make line feeds of the one, and blanks of the other where it stands in an attribute.
                case '\r' -> xml.append("&#xD;");
                case '\n' -> xml.append("&#xA;");
                default -> xml.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return xml.toString();
    }
}
