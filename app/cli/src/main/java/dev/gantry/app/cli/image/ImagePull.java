package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.format.Progress;
import dev.gantry.app.cli.terminal.Terminal;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/// Fetches an image from its registry.
public final class ImagePull {
  private final Call call;
  private final boolean quiet;

  private ImagePull(Call call, boolean quiet) {
    this.call = call;
    this.quiet = quiet;
  }

  /// @param quiet whether progress is swallowed
  public static ImagePull quiet(Call call, boolean quiet) {
    return new ImagePull(call, quiet);
  }

  /// Pulls one tag or digest, or every tag when the reference has neither.
  public void pull(ImageReference image, String platform, PrintStream out) throws IOException {
    String version = image.digest().map(Digest::toString).or(image::tag).orElse("");
    ApiPath path =
        ApiPath.of("/images/create")
            .query("fromImage", image.familiarName())
            .queryUnlessEmpty("tag", version)
            .queryUnlessEmpty("platform", platform);
    int descriptor = out == call.err() ? Terminal.STDERR : Terminal.STDOUT;
    PrintStream shown = quiet ? new PrintStream(OutputStream.nullOutputStream()) : out;
    try (EngineClient.Response response =
        call.engine().post(path, RegistryAuth.header(call, image))) {
      Progress progress =
          quiet
              ? new Progress(shown, false, 0, _ -> {})
              : ProgressDisplay.on(call, shown, descriptor);
      progress.show(response.body());
    }
  }
}
