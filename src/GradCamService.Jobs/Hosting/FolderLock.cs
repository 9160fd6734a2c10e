namespace GradCamService.Jobs.Hosting;

/// <summary>Keeps a second process out of a folder for as long as this one lives, however it ends.</summary>
public sealed class FolderLock : IDisposable
{
    private const string FileName = "jobs.lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="IOException">Another process has it, or it cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be written to.</exception>
    public static FolderLock Take(string directory)
    {
        Directory.CreateDirectory(directory);
        return new FolderLock(new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
    }

    public void Dispose() => _file.Dispose();
}
