package dev.gantry.engine.dockerapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.engine.core.Filters;
import dev.gantry.platform.errors.ConflictException;
import dev.gantry.platform.errors.InternalException;
import dev.gantry.platform.errors.InvalidArgumentException;
import dev.gantry.platform.errors.NotFoundException;
import dev.gantry.platform.errors.NotImplementedException;
import dev.gantry.platform.http.Query;
import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RequestReadingTest {
  @Nested
  class QueryParameters {
    @Test
    void flagsAreTrueUnlessTheySayNo() {
      for (String value : List.of("1", "true", "True", "yes", "anything")) {
        assertThat(Parameters.flag(Query.parse("all=" + value), "all")).as(value).isTrue();
      }
      for (String value : List.of("", "0", "no", "false", "none", "FALSE")) {
        assertThat(Parameters.flag(Query.parse("all=" + value), "all")).as(value).isFalse();
      }
      assertThat(Parameters.flag(Query.parse(""), "all")).isFalse();
      assertThat(Parameters.flag(Query.parse(""), "all", true)).isTrue();
    }

    @Test
    void numbersMayBeAbsentButNotWrong() {
      assertThat(Parameters.number(Query.parse("t=-1"), "t")).contains(-1);
      assertThat(Parameters.number(Query.parse("t="), "t")).isEmpty();
      assertThatThrownBy(() -> Parameters.number(Query.parse("t=x"), "t"))
          .isInstanceOf(InvalidArgumentException.class);
    }

    private static Filters filters(String json) {
      return Parameters.filters(Query.parse("filters=" + URLEncoder.encode(json, UTF_8)));
    }

    @Test
    void filtersHaveTwoForms() {
      assertThat(filters("{\"label\":[\"a\",\"b=c\"]}").get("label")).containsExactly("a", "b=c");
      assertThat(filters("{\"label\":{\"a\":true,\"b\":false}}").get("label")).containsExactly("a");
      assertThat(filters("")).isEqualTo(Filters.NONE);
      assertThat(filters("{}").values()).isEmpty();
    }

    @Test
    void refusesWhatIsNoFilter() {
      for (String json :
          List.of(
              "x",
              "[]",
              "1",
              "null",
              "{\"a\":1}",
              "{\"a\":[{}]}",
              "{\"a\":[null]}",
              "{\"a\":{\"b\":{}}}",
              "{\"a\":{\"b\":\"true\"}}",
              "{")) {
        assertThatThrownBy(() -> filters(json))
            .as(json)
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageContaining("invalid filter");
      }
    }
  }

  @Nested
  class Versions {
    @Test
    void areRefusedOutsideOfWhatWeSpeak() {
      assertThat(ApiVersion.parse("v1.24")).isEqualTo(ApiVersion.MINIMUM);
      assertThat(ApiVersion.parse("1.44").atLeast(44)).isTrue();
      assertThat(ApiVersion.parse("1.43").atLeast(44)).isFalse();
      assertThatThrownBy(() -> ApiVersion.parse("1.23"))
          .hasMessage(
              "client version 1.23 is too old. Minimum supported API version is 1.24, please"
                  + " upgrade your client to a newer version");
      assertThatThrownBy(() -> ApiVersion.parse("1.999"))
          .hasMessage("client version 1.999 is too new. Maximum supported API version is 1.50");
      for (String text : List.of("", "v", "1", "1.", "1.x", "99999.1", "1.24.1")) {
        assertThatThrownBy(() -> ApiVersion.parse(text))
            .as(text)
            .isInstanceOf(InvalidArgumentException.class);
      }
    }
  }

  @Nested
  class Bodies {
    @Test
    void mayHaveFieldsWeDoNotKnowInAnyCase() {
      var config =
          WireJson.parse(
              "{\"image\":\"x\",\"Nonsense\":{\"a\":1},\"Cmd\":\"ls\"}".getBytes(UTF_8),
              ContainerConfigJson.class);

      assertThat(config.image()).isEqualTo("x");
      assertThat(config.cmd()).containsExactly("ls");
    }

    @Test
    void refuseWhatIsOfAnotherShape() {
      for (String json :
          List.of("[]", "{\"Image\":1}", "{\"Tty\":{}}", "{\"Env\":{}}", "{", "null", "\"x\"")) {
        assertThatThrownBy(() -> WireJson.parse(json.getBytes(UTF_8), ContainerConfigJson.class))
            .as(json)
            .isInstanceOf(InvalidArgumentException.class)
            .hasMessageStartingWith("invalid JSON");
      }
    }
  }

  @Nested
  class Failures {
    @Test
    void haveDockersStatus() {
      assertThat(ApiErrors.status(new InvalidArgumentException("x"))).isEqualTo(400);
      assertThat(ApiErrors.status(new NotFoundException("x"))).isEqualTo(404);
      assertThat(ApiErrors.status(new ConflictException("x"))).isEqualTo(409);
      assertThat(ApiErrors.status(new NotImplementedException("x"))).isEqualTo(501);
      assertThat(ApiErrors.status(new InternalException("x"))).isEqualTo(500);
    }
  }
}
