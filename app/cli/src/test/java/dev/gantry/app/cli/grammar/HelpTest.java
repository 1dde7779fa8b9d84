package dev.gantry.app.cli.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelpTest {
  @Test
  void optionsStandInOneColumnInTheOrderOfTheirNames() {
    Spec spec =
        Spec.of("[OPTIONS]", "Lists things")
            .aliases("thing ls", "things")
            .bool('q', "quiet", "Only show names")
            .flag('n', "last", FlagType.INT, "-1", "Show so many")
            .flag('\0', "pull", FlagType.STRING, "missing", "When to pull")
            .hidden('\0', "secret", FlagType.STRING, "");
    assertThat(Help.page(spec, "gantry things", "gantry", 80))
        .isEqualTo(
            """
            Usage:  gantry things [OPTIONS]

            Lists things

            Aliases:
              gantry thing ls, gantry things

            Options:
              -n, --last int      Show so many (default -1)
                  --pull string   When to pull (default "missing")
              -q, --quiet         Only show names
            """);
  }

  @Test
  void longTextsWrapAtTheWidth() {
    String text = "a text that is so long that it does not fit into the column it stands in";
    assertThat(Help.wrap(text, 10, 60))
        .isEqualTo(
            "a text that is so long that it does not fit\n          into the column it stands in");
  }
}
