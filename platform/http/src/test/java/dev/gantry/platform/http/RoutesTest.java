package dev.gantry.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class RoutesTest {
  @TempDir Path directory;

  private TestServer server;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    server =
        TestServer.unix(
            directory,
            Routes.builder()
                .on("GET", "/images/{name:.*}/json", answer("inspect", "name"))
                .on("GET", "/images/{name:.*}", answer("image", "name"))
                .on("GET", "/images/json", answer("list"))
                .on("GET", "/images/search", answer("search"))
                .on("POST", "/images/{name:.*}/tag", answer("tag", "name"))
                .on("GET", "/containers/{id}/json", answer("container", "id"))
                .on("DELETE", "/containers/{id}", answer("remove", "id"))
                .on("GET", "/v2/{name:.*}/blobs/{digest}", answer("blob", "name", "digest"))
                .on("GET", "/{any}/last", answer("any", "any"))
                .build());
    client = server.connect();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
  }

  private static Handler answer(String route, String... parameters) {
    return (request, response) -> {
      var text = new StringBuilder(route);
      for (String parameter : parameters) {
        text.append(' ').append(request.pathParameter(parameter));
      }
      response.send(text.toString().getBytes(StandardCharsets.UTF_8));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "/images/json, list",
    "/images/search, search",
    "/images/busybox/json, inspect busybox",
    "/images/reg.example:5000/team/app:1/json, inspect reg.example:5000/team/app:1",
    "/images/team%2Fapp/json, inspect team/app",
    "/images/json/json, inspect json",
    "/images/team/app, image team/app",
    "/containers/caf%C3%A9/json, container café",
    "/containers/a%2Fb/json, container a/b",
    "/v2/team/app/blobs/sha256:1, blob team/app sha256:1",
    "/v2/blobs/blobs/blobs, blob blobs blobs",
    "/%69mages/json, list",
    "/else/last, any else",
  })
  void theMostParticularTemplateWins(String path, String expected) throws Exception {
    assertThat(client.request("GET", path).readAnswer().body()).isEqualTo(expected);
  }

  @Test
  void unknownPathsAndMethodsAreToldApart() throws Exception {
    assertThat(client.request("GET", "/nothing").readAnswer().status()).isEqualTo(404);
    assertThat(client.request("GET", "/containers//json").readAnswer().status()).isEqualTo(404);
    RawClient.Answer wrong = client.request("PUT", "/images/a/tag").readAnswer();
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.head()).contains("Allow: GET, POST");
  }

  @Test
  void headIsAnsweredByGet() throws Exception {
    assertThat(client.request("HEAD", "/images/json").readHead())
        .startsWith("HTTP/1.1 200")
        .contains("Content-Length: 4");
  }

  @ParameterizedTest
  @CsvSource({"/containers/%zz/json", "/containers/%e9/json", "/containers/%4/json"})
  void malformedEscapesAreBadRequests(String path) throws Exception {
    assertThat(client.request("GET", path).readAnswer().status()).isEqualTo(400);
  }

  @Test
  void queriesKeepRepetitionsAndEmptyValues() {
    Query query = Query.parse("t=a&t=b%26c&flag&q=x+y&empty=");
    assertThat(query.all("t")).isEqualTo(List.of("a", "b&c"));
    assertThat(query.first("t")).contains("a");
    assertThat(query.first("flag")).contains("");
    assertThat(query.first("q")).contains("x y");
    assertThat(query.first("empty")).contains("");
    assertThat(query.first("absent")).isEmpty();
    assertThat(query.has("flag")).isTrue();
    assertThat(query.names()).containsExactlyInAnyOrder("t", "flag", "q", "empty");
    assertThatThrownBy(() -> Query.parse("a=%")).isInstanceOf(HttpException.class);
  }

  @Test
  void anEdgeCanDispatchUnderAnotherPath() throws Exception {
    Handler versioned =
        (request, response) ->
            Routes.builder()
                .on("GET", "/containers/{id}/json", answer("container", "id"))
                .build()
                .handle(request.withPath(request.path().substring("/v1.50".length())), response);
    try (var other = HttpServer.open(TestServer.CONFIG)) {
      Path path = directory.resolve("versioned.sock");
      other.listen(
          new Endpoint.UnixSocket(path, java.util.Optional.empty()), versioned, (_, _, _) -> {});
      try (var versionedClient = RawClient.unix(path)) {
        versionedClient.request("GET", "/v1.50/containers/4f/json");
        assertThat(versionedClient.readAnswer().body()).isEqualTo("container 4f");
      }
    }
  }

  @Test
  void ambiguousTemplatesAreRefused() {
    assertThatThrownBy(() -> Routes.builder().on("GET", "/{a:.*}/x/{b:.*}", (_, _) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
