package dev.gantry.platform.linux;

import java.io.IOException;

/// Commands that libnftables refused, with its explanation; nothing of them has taken effect.
public final class NftablesException extends IOException {
  public NftablesException(String message) {
    super(message);
  }
}
