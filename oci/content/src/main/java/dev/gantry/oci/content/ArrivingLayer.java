package dev.gantry.oci.content;

import dev.gantry.oci.archive.Compression;
import dev.gantry.oci.archive.Decompression;
import dev.gantry.oci.archive.ExpansionLimits;
import dev.gantry.oci.spec.DiffId;
import dev.gantry.oci.spec.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Optional;

/// The streams through which the bytes of one layer go: from where they come, through an ingest if
/// they are to be kept, expanded and hashed, to whoever reads [#tar].
final class ArrivingLayer {
  private final Compression compression;
  private final InputStream arriving;
  private final InputStream tar;
  private final Optional<HashingInputStream> hashing;

  private ArrivingLayer(
      Compression compression,
      InputStream arriving,
      InputStream tar,
      Optional<HashingInputStream> hashing) {
    this.compression = compression;
    this.arriving = arriving;
    this.tar = tar;
    this.hashing = hashing;
  }

  /// A layer to be kept in `ingest`, as it arrives or expanded.
  ///
  /// @param blobAlgorithm by which the ingest hashes
  /// @param diffAlgorithm by which the diff id is wanted
  static ArrivingLayer keep(
      InputStream in,
      Ingest ingest,
      ExpansionLimits limits,
      DigestAlgorithm blobAlgorithm,
      DigestAlgorithm diffAlgorithm)
      throws IOException {
    byte[] head = in.readNBytes(Compression.MAGIC_LENGTH);
    var compression = Compression.detect(head, head.length);
    var whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
    boolean asItArrives = LayerTypes.isKept(compression);
    var arriving = asItArrives ? new RecordingInputStream(whole, ingest) : whole;
    var expanded = Decompression.open(arriving, limits);
    var tar = asItArrives ? expanded : new RecordingInputStream(expanded, ingest);
    boolean blobIsTar = compression == Compression.NONE || !asItArrives;
    return blobIsTar && blobAlgorithm == diffAlgorithm
        ? new ArrivingLayer(compression, arriving, tar, Optional.empty())
        : hashed(compression, arriving, tar, diffAlgorithm);
  }

  /// A layer that is kept already; what may follow its compressed data is of no interest.
  static ArrivingLayer read(InputStream in, ExpansionLimits limits, DigestAlgorithm diffAlgorithm)
      throws IOException {
    return read(Decompression.open(in, limits), diffAlgorithm);
  }

  /// A layer that is kept already under a digest that is also the diff id it should have: if it is
  /// a plain tar, its bytes were hashed when they were committed, and are not hashed again.
  static ArrivingLayer readTrusted(
      InputStream in, ExpansionLimits limits, DigestAlgorithm diffAlgorithm) throws IOException {
    var expanded = Decompression.open(in, limits);
    return expanded.compression() == Compression.NONE
        ? new ArrivingLayer(
            Compression.NONE, InputStream.nullInputStream(), expanded, Optional.empty())
        : read(expanded, diffAlgorithm);
  }

  private static ArrivingLayer read(Decompression expanded, DigestAlgorithm diffAlgorithm) {
    return hashed(expanded.compression(), InputStream.nullInputStream(), expanded, diffAlgorithm);
  }

  private static ArrivingLayer hashed(
      Compression compression,
      InputStream arriving,
      InputStream tar,
      DigestAlgorithm diffAlgorithm) {
    var hashing = new HashingInputStream(tar, diffAlgorithm);
    return new ArrivingLayer(compression, arriving, hashing, Optional.of(hashing));
  }

  Compression compression() {
    return compression;
  }

  InputStream tar() {
    return tar;
  }

  /// Reads what is left, also what follows the compressed data, and returns the diff id; nothing
  /// when it is the digest of the blob.
  Optional<DiffId> finish() throws IOException {
    tar.transferTo(OutputStream.nullOutputStream());
    arriving.transferTo(OutputStream.nullOutputStream());
    return hashing.map(stream -> new DiffId(stream.digest()));
  }
}
