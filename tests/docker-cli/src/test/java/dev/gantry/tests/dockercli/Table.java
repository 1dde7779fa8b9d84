package dev.gantry.tests.dockercli;

import java.util.Arrays;
import java.util.List;

/// Cases written as a table: a line each, cells separated by `=>`. Many cases that share one costly
/// set-up are checked in one test this way.
final class Table {
  private Table() {}

  static List<List<String>> of(String text) {
    return text.lines().map(Table::cells).toList();
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("=>", -1)).map(String::strip).toList();
  }
}
