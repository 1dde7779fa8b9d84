package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.FailedPreconditionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Finds a small init for `--init`. It runs inside of any image, so it must bring everything it
/// needs: a dynamically linked one would look for the host's libraries there.
final class InitProgram {
  private static final List<String> NAMES =
      List.of("docker-init", "tini-static", "catatonit", "tini");
  private static final int INTERPRETER = 3;
  private static final int HEADERS = 4096;

  private InitProgram() {}

  static Path require(Programs programs) {
    return NAMES.stream()
        .flatMap(name -> programs.find(name).stream())
        .filter(InitProgram::isStatic)
        .findFirst()
        .orElseThrow(
            () ->
                new FailedPreconditionException(
                    "no init for --init is installed: none of "
                        + NAMES
                        + " is there and statically linked"));
  }

  /// Whether an ELF file of 64 bits asks for no interpreter, which is the dynamic linker.
  static boolean isStatic(Path program) {
    var header = ByteBuffer.allocate(HEADERS).order(ByteOrder.LITTLE_ENDIAN);
    try (var file = FileChannel.open(program, StandardOpenOption.READ)) {
      file.read(header);
    } catch (IOException _) {
      return false;
    }
    if (header.position() < 64 || header.getInt(0) != 0x464C457F || header.get(4) != 2) {
      return false;
    }
    int at = (int) header.getLong(32);
    int size = header.getShort(54);
    for (int i = 0; i < header.getShort(56); i++, at += size) {
      if (at + 4 <= header.position() && header.getInt(at) == INTERPRETER) {
        return false;
      }
    }
    return true;
  }
}
