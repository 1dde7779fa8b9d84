package dev.gantry.app.cli.image;

import dev.gantry.app.cli.client.ApiPath;
import dev.gantry.app.cli.client.EngineClient;
import dev.gantry.app.cli.command.Call;
import dev.gantry.app.cli.format.Progress;
import dev.gantry.oci.spec.Digest;
import dev.gantry.oci.spec.ImageReference;
import java.io.IOException;

/// Fetches an image from its registry.
public final class ImagePull {
  private final Call call;
  private final boolean quiet;

  private ImagePull(Call call, boolean quiet) {
    this.call = call;
    this.quiet = quiet;
  }

  /// A pull that shows its progress, or not.
  public static ImagePull quiet(Call call, boolean quiet) {
    return new ImagePull(call, quiet);
  }

  /// Pulls one tag or digest, or every tag when the reference has neither.
  ///
  /// @param descriptor where progress goes, [Terminal#STDOUT] or [Terminal#STDERR]
  public void pull(ImageReference image, String platform, int descriptor) throws IOException {
    String version = image.digest().map(Digest::toString).or(image::tag).orElse("");
    ApiPath path =
        ApiPath.of("/images/create")
            .query("fromImage", image.familiarName())
            .queryUnlessEmpty("tag", version)
            .queryUnlessEmpty("platform", platform);
    try (EngineClient.Response response =
        call.engine().post(path, RegistryAuth.header(call, image))) {
      Progress progress =
          quiet ? ProgressDisplay.none() : ProgressDisplay.on(call, descriptor, _ -> {});
      progress.show(response.body());
    }
  }
}
