package dev.gantry.oci.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expectations are those of Go's `path.Match`.
final class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "abc,abc,true",
    "*,abc,true",
    "*c,abc,true",
    "a*,a,true",
    "a*,abc,true",
    "a*,ab/c,false",
    "a*/b,abc/b,true",
    "a*/b,a/c/b,false",
    "a*b*c*d*e*/f,axbxcxdxe/f,true",
    "a*b*c*d*e*/f,axbxcxdxexxx/f,true",
    "a*b*c*d*e*/f,axbxcxdxe/xxx/f,false",
    "a*b*c*d*e*/f,axbxcxdxexxx/fff,false",
    "a*b?c*x,abxbbxdbxebxczzx,true",
    "a*b?c*x,abxbbxdbxebxczzy,false",
    "ab[c],abc,true",
    "ab[b-d],abc,true",
    "ab[e-g],abc,false",
    "ab[^c],abc,false",
    "ab[^b-d],abc,false",
    "ab[^e-g],abc,true",
    "a\\*b,a*b,true",
    "a\\*b,ab,false",
    "a?b,a☺b,true",
    "a[^a]b,a☺b,true",
    "a???b,a☺b,false",
    "[a-ζ]*,α,true",
    "*[a-ζ],A,false",
    "a?b,a/b,false",
    "a*b,a/b,false",
    "[\\]a],],true",
    "[\\-],-,true",
    "[x\\-],x,true",
    "[x\\-],z,false",
    "[\\-x],a,false",
    "*x,xxx,true",
    "busy*:*,busybox:latest,true",
    "busy*,busybox:latest,true",
    "*/*/app,quay.io/team/app,true",
    "*app,team/app,false",
    "'','',true",
    "'',a,false",
    "**,ab,true",
    "[z-a],m,false",
    "[^z-a],m,true",
  })
  void matchesAsGoDoes(String pattern, String text, boolean expected) {
    assertThat(PathPattern.parse(pattern).matches(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]a]", "[-]", "[x-]", "[-x]", "\\", "[a-b-c]", "[", "[^", "[^bc", "a["})
  void malformedPatternsAreRefused(String pattern) {
    assertThatThrownBy(() -> PathPattern.parse(pattern))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("syntax error in pattern");
  }

  @Test
  void hostilePatternsEndSoon() {
    var pattern = PathPattern.parse("*a".repeat(2_000) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(pattern.matches("a".repeat(4_000))).isFalse());
  }
}
