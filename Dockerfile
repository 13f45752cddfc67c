# syntax=docker/dockerfile:1
# The operator's image: `docker build .` is all it takes.

FROM --platform=$BUILDPLATFORM eclipse-temurin:25.0.3_9-jdk-noble AS build
# mvnw unpacks Maven with unzip or tar. Where the JDK's image has neither, the JDK's own jar does it.
RUN command -v unzip || command -v tar || { \
      printf '%s\n' '#!/bin/sh' 'cd "$4" && jar xf "$2" && chmod +x apache-maven-*/bin/mvn' >/usr/bin/unzip \
      && chmod +x /usr/bin/unzip; }
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -q package -Dmaven.test.skip=true

# Java with the modules that the operator and its libraries use. What it is started with stands in the runtime itself, so that
# JAVA_TOOL_OPTIONS and arguments win over it.
FROM eclipse-temurin:25.0.3_9-jdk-noble AS runtime
RUN jlink --output /opt/replatform/java --strip-java-debug-attributes --no-man-pages --no-header-files --compress zip-6 \
      --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.unsupported \
      --add-options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -XX:MaxRAMPercentage=30 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -XX:SharedArchiveFile=/opt/replatform/classes.jsa"
COPY --from=build /source/target/lib /opt/replatform/lib
COPY --from=build /source/target/replatform.jar /opt/replatform/replatform.jar
COPY src/main/image/classes /tmp/classes
# The archive holds what is read until the operator is ready. It notes the times of the jars and is refused where they are
# others, so they get the time that a builder gives to everything; from the same list and jars comes the same archive.
ARG SOURCE_DATE_EPOCH=1735689600
RUN touch -d "@$SOURCE_DATE_EPOCH" /opt/replatform/lib/*.jar /opt/replatform/replatform.jar \
    && /opt/replatform/java/bin/java -Xshare:dump -Xlog:disable -XX:SharedClassListFile=/tmp/classes -jar /opt/replatform/replatform.jar

FROM gcr.io/distroless/base-nossl-debian13:nonroot
LABEL org.opencontainers.image.title="Replatform" \
      org.opencontainers.image.description="A Kubernetes operator that moves an application off its one EC2 box onto AWS managed services." \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=runtime /opt/replatform/java /opt/replatform/java
COPY --from=runtime /opt/replatform/lib /opt/replatform/lib
COPY --from=runtime /opt/replatform/replatform.jar /opt/replatform/classes.jsa /opt/replatform/
# glibc's arenas, one a core and thread, would hold memory that Java never sees
ENV MALLOC_ARENA_MAX=2
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/replatform/java/bin/java", "-jar", "/opt/replatform/replatform.jar"]
