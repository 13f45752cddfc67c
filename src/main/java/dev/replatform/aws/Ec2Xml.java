package dev.replatform.aws;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** EC2's answers: lists are elements named {@code item} in an element that has the list's name. */
final class Ec2Xml {
    private Ec2Xml() {}

    /** @throws SAXException where that is no XML, or XML that AWS never writes */
    static Element parse(InputStream answer) throws IOException, SAXException {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            // no entities, so nothing is read from elsewhere
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(answer).getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK has no XML parser as it must be", e);
        }
    }

    static List<Element> items(Element parent, String list) {
        return children(parent, list).flatMap(it -> children(it, "item")).toList();
    }

    static Optional<String> text(Element parent, String... path) {
        var found = Stream.of(parent);
        for (var name : path) {
            found = found.flatMap(it -> children(it, name));
        }
        return found.findFirst().map(Element::getTextContent);
    }

    /** An answer without it is no answer: an empty value must not be taken for the truth. */
    static String required(Element parent, String... path) {
        return text(parent, path)
                .orElseThrow(() -> SdkClientException.create("EC2's answer lacks " + String.join("/", path)));
    }

    private static Stream<Element> children(Element parent, String name) {
        var nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node instanceof Element && name.equals(node.getNodeName()))
                .map(Element.class::cast);
    }
}
