package dev.gantry.app.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// What this program was built from, written into its jar by the build.
record BuildInfo(String version, String commit, String time) {
  static BuildInfo read() {
    var properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // An unreadable file says as much as none.
    }
    return new BuildInfo(
        properties.getProperty("version", "unknown"),
        properties.getProperty("commit", "unknown"),
        properties.getProperty("time", ""));
  }
}
