package dev.replatform.sandbox.aws.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;

/**
 * An XML body.
 *
 * @param elements all of one name below one parent: several where a list is written flattened
 * @param text what a scalar says
 */
record XmlSource(List<Element> elements, String text) implements Source {
    private static XmlSource of(List<Element> elements) {
        return new XmlSource(elements, elements.get(0).getTextContent());
    }

    static XmlSource parse(SdkBytes body) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            var document = builder.parse(new ByteArrayInputStream(body.asByteArrayUnsafe()));
            return of(List.of(document.getDocumentElement()));
        } catch (SAXException | IOException e) {
            throw new MalformedCall("The XML you provided was not well-formed", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<XmlSource> member(SdkField<?> field) {
        var parent = elements.get(0);
        if (field.containsTrait(XmlAttributeTrait.class)) {
            return Optional.of(field.locationName())
                    .filter(parent::hasAttribute)
                    .map(name -> new XmlSource(List.of(), parent.getAttribute(name)));
        }
        return Optional.of(children(parent, field.locationName()))
                .filter(children -> !children.isEmpty())
                .map(XmlSource::of);
    }

    @Override
    public List<XmlSource> items(ListTrait list) {
        var items = list.isFlattened() ? elements : children(elements.get(0), Source.memberName(list));
        return items.stream().map(item -> of(List.of(item))).toList();
    }

    @Override
    public Map<String, XmlSource> entries(MapTrait map) {
        var entries = new LinkedHashMap<String, XmlSource>();
        for (var entry : map.isFlattened() ? elements : children(elements.get(0), "entry")) {
            var key = children(entry, map.keyLocationName()).get(0).getTextContent();
            entries.put(key, of(children(entry, map.valueLocationName())));
        }
        return entries;
    }

    private static List<Element> children(Element parent, String name) {
        var nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE
                        && node.getNodeName().equals(name))
                .map(Element.class::cast)
                .toList();
    }
}
