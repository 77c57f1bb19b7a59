package dev.nightshift.job.model;

import dev.nightshift.models.ModelFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;

/** A model store on whatever Flink has a file system for: directories, S3, GCS, HDFS. */
public final class FlinkModelFiles implements ModelFiles {

  /** Here a rename replaces atomically; on object stores the write itself is atomic. */
  private static final Set<String> RENAMING = Set.of("file", "hdfs", "viewfs");

  private final FileSystem fileSystem;
  private final Path root;
  private final int rootLength;

  public FlinkModelFiles(URI root) throws IOException {
    this.root = new Path(root);
    this.fileSystem = this.root.getFileSystem();
    this.rootLength = this.root.getPath().replaceAll("/+$", "").length() + 1;
  }

  @Override
  public List<FileInfo> list(String prefix) throws IOException {
    List<FileInfo> files = new ArrayList<>();
    walk(prefix.isEmpty() ? root : new Path(root, prefix), files);
    return files;
  }

  private void walk(Path folder, List<FileInfo> files) throws IOException {
    FileStatus[] children;
    try {
      children = fileSystem.listStatus(folder);
    } catch (FileNotFoundException e) {
      return; // Nothing was published yet, or the folder went away while we walked.
    }
    if (children == null) {
      return;
    }
    for (FileStatus child : children) {
      if (child.isDir()) {
        walk(child.getPath(), files);
      } else {
        String path = child.getPath().getPath().substring(rootLength);
        files.add(new FileInfo(path, child.getLen(), child.getModificationTime()));
      }
    }
  }

  @Override
  public byte[] read(String path) throws IOException {
    try (FSDataInputStream in = fileSystem.open(new Path(root, path))) {
      return in.readAllBytes();
    }
  }

  @Override
  public void writeAtomic(String path, byte[] content) throws IOException {
    Path target = new Path(root, path);
    if (!RENAMING.contains(fileSystem.getUri().getScheme())) {
      write(target, content);
      return;
    }
    Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    write(temporary, content);
    if (!fileSystem.rename(temporary, target)) {
      fileSystem.delete(temporary, false);
      throw new IOException("cannot put " + target + " in its place");
    }
  }

  private void write(Path path, byte[] content) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(path, WriteMode.OVERWRITE)) {
      out.write(content);
    }
  }

  @Override
  public boolean exists(String path) throws IOException {
    return fileSystem.exists(new Path(root, path));
  }

  @Override
  public void delete(String path) throws IOException {
    fileSystem.delete(new Path(root, path), false);
  }
}
