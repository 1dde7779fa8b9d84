package dev.gantry.app.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static Spec spec() {
    return Spec.of("[OPTIONS] IMAGE", "")
        .bool('d', "detach", "")
        .bool('i', "interactive", "")
        .bool('t', "tty", "")
        .flag('\0', "sig-proxy", FlagType.BOOL, "true", "")
        .string('u', "user", "")
        .list('e', "env", "")
        .flag('m', "memory", FlagType.BYTES, "")
        .flag("subnet", FlagType.STRINGS, "")
        .integer('n', "last", "");
  }

  private static CommandLine parse(String... args) {
    return CommandLine.parse(spec(), List.of(args));
  }

  @Test
  void shorthandsCombine() {
    CommandLine line = parse("-dit", "image");
    assertThat(line.flags().bool("detach")).isTrue();
    assertThat(line.flags().bool("interactive")).isTrue();
    assertThat(line.flags().bool("tty")).isTrue();
    assertThat(line.arguments()).containsExactly("image");
  }

  @Test
  void lastShorthandTakesTheRestOrTheNextArgument() {
    assertThat(parse("-ituroot").flags().string("user")).isEqualTo("root");
    assertThat(parse("-itu=root").flags().string("user")).isEqualTo("root");
    assertThat(parse("-itu", "root").flags().string("user")).isEqualTo("root");
  }

  @Test
  void longFlagsTakeAValueAfterEqualsOrNext() {
    assertThat(parse("--user=a=b").flags().string("user")).isEqualTo("a=b");
    assertThat(parse("--user", "-x").flags().string("user")).isEqualTo("-x");
    assertThat(parse("--user=").flags().has("user")).isTrue();
  }

  @Test
  void booleansTakeAValueOnlyAfterEquals() {
    CommandLine line = parse("--sig-proxy=false", "--tty", "false");
    assertThat(line.flags().bool("sig-proxy")).isFalse();
    assertThat(line.flags().bool("tty")).isTrue();
    assertThat(line.arguments()).containsExactly("false");
    assertThat(parse().flags().bool("sig-proxy")).isTrue();
  }

  @Test
  void listsCollectAndCommaListsSplit() {
    CommandLine line = parse("-e", "A=1,2", "--env", "B", "--subnet", "a,b", "--subnet=c");
    assertThat(line.flags().list("env")).containsExactly("A=1,2", "B");
    assertThat(line.flags().list("subnet")).containsExactly("a", "b", "c");
  }

  @Test
  void flagsMayFollowArgumentsUnlessTheVerbForbidsIt() {
    assertThat(parse("image", "-d").flags().bool("detach")).isTrue();
    CommandLine line =
        CommandLine.parse(spec().stopAtFirstArgument(), List.of("-i", "image", "-d", "--", "x"));
    assertThat(line.flags().bool("detach")).isFalse();
    assertThat(line.arguments()).containsExactly("image", "-d", "--", "x");
  }

  @Test
  void doubleDashEndsTheFlagsAndASingleDashIsAnArgument() {
    assertThat(parse("-d", "--", "-i").arguments()).containsExactly("-i");
    assertThat(parse("-").arguments()).containsExactly("-");
  }

  @Test
  void theLastValueCounts() {
    assertThat(parse("-n", "1", "-n", "2").flags().integer("last")).isEqualTo(2);
  }

  @Nested
  class Mistakes {
    @Test
    void areNamedAsPflagNamesThem() {
      assertMistake("unknown flag: --nope", "--nope");
      assertMistake("unknown shorthand flag: 'z' in -z", "-dz");
      assertMistake("flag needs an argument: --user", "--user");
      assertMistake("flag needs an argument: 'u' in -u", "-du");
      assertMistake("bad flag syntax: --=x", "--=x");
      assertMistake(
          "invalid argument \"x\" for \"-m, --memory\" flag: invalid size: 'x'", "-m", "x");
      assertMistake(
          "invalid argument \"maybe\" for \"-t, --tty\" flag: strconv.ParseBool: parsing"
              + " \"maybe\": invalid syntax",
          "--tty=maybe");
    }

    private void assertMistake(String message, String... args) {
      assertThatThrownBy(() -> parse(args))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void helpIsWantedByEitherName() {
    assertThat(parse("--help").helpWanted()).isTrue();
    assertThat(parse("-h").helpWanted()).isTrue();
    assertThat(parse("image").helpWanted()).isFalse();
  }
}
