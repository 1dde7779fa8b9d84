package dev.gantry.engine.runtime;

import dev.gantry.platform.errors.InvalidArgumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Limits of a task. Zero (or an empty string) leaves the kernel's default.
///
/// @param pids most processes; 0 or less is unlimited
public record Resources(Memory memory, Cpu cpu, long pids, BlockIo blockIo) {
  public static final Resources NONE = new Resources(Memory.NONE, Cpu.NONE, 0, BlockIo.NONE);

  /// Limits of memory, in bytes.
  ///
  /// @param swap memory and swap together, in bytes; -1 is unlimited
  public record Memory(
      long limit, long swap, long reservation, OptionalInt swappiness, boolean disableOomKiller) {
    public static final Memory NONE = new Memory(0, 0, 0, OptionalInt.empty(), false);

    public Memory {
      if (limit < 0 || reservation < 0 || swap < -1) {
        throw new InvalidArgumentException("memory limits must not be negative");
      }
    }

    public static Memory limitedTo(long bytes) {
      return new Memory(bytes, bytes, 0, OptionalInt.empty(), false);
    }
  }

  /// Shares of the CPUs' time.
  ///
  /// @param quota microseconds of CPU time per period
  /// @param period microseconds
  /// @param cpus a cpuset list such as `0-1,3`
  /// @param mems a list of memory nodes
  public record Cpu(
      long shares,
      long quota,
      long period,
      long realtimeRuntime,
      long realtimePeriod,
      String cpus,
      String mems) {
    public static final Cpu NONE = new Cpu(0, 0, 0, 0, 0, "", "");
  }

  /// Shares and limits of block devices.
  ///
  /// @param weight 10 to 1000
  public record BlockIo(
      int weight,
      List<WeightedDevice> weightedDevices,
      List<Throttle> readBytesPerSecond,
      List<Throttle> writeBytesPerSecond,
      List<Throttle> readsPerSecond,
      List<Throttle> writesPerSecond) {
    public static final BlockIo NONE =
        new BlockIo(0, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  public record WeightedDevice(Path device, int weight) {}

  public record Throttle(Path device, long rate) {}
}
