package dev.gantry.kube.apiserver;

import dev.gantry.platform.http.RawStream;
import dev.gantry.platform.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// A response that remembers its status, for the metrics.
final class ObservedResponse implements Response {
  private final Response response;
  private int code = 200;

  ObservedResponse(Response response) {
    this.response = response;
  }

  int code() {
    return code;
  }

  @Override
  public Response status(int status) {
    code = status;
    response.status(status);
    return this;
  }

  @Override
  public Response header(String name, String value) {
    response.header(name, value);
    return this;
  }

  @Override
  public Response header(String name, List<String> values) {
    response.header(name, values);
    return this;
  }

  @Override
  public void send() throws IOException {
    response.send();
  }

  @Override
  public void send(byte[] body) throws IOException {
    response.send(body);
  }

  @Override
  public OutputStream stream() throws IOException {
    return response.stream();
  }

  @Override
  public OutputStream stream(long length) throws IOException {
    return response.stream(length);
  }

  @Override
  public RawStream upgrade(String protocol) throws IOException {
    code = 101;
    return response.upgrade(protocol);
  }

  @Override
  public RawStream hijack() throws IOException {
    return response.hijack();
  }

  @Override
  public boolean hasBegun() {
    return response.hasBegun();
  }
}
