namespace GradCamService.Explain.Queue;

/// <summary>Image files as they were sent, until they are decoded: it owns their bytes.</summary>
/// <param name="files">
/// One; a policy's frames, oldest first; or the photos of a scene, in the model's order; behind them, as many of a photo to compare with.
/// </param>
/// <param name="owner">Of the memory that they lie in; null where that is the collector's.</param>
public sealed class Upload(IReadOnlyList<ReadOnlyMemory<byte>> files, IDisposable? owner = null) : IDisposable
{
    public IReadOnlyList<ReadOnlyMemory<byte>> Files { get; private set; } = files;

    /// <summary>Files of the model's inputs besides the photo, by the name of their part, <c>input.NAME</c>; case does not matter.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Pictures { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Lets the bytes go, however often it is called.</summary>
    public void Dispose()
    {
        Files = [];
        owner?.Dispose();
        owner = null;
    }
}
