using GradCamService.Explain.Library;

namespace GradCamService.Explain.Queue;

/// <summary>The models, once the device thread has loaded them.</summary>
public sealed class ServedModels : IDisposable
{
    private volatile ModelLibrary? _library;

    public bool IsLoaded => _library is not null;

    /// <exception cref="UnavailableException">They are still loading.</exception>
    public ModelLibrary Library => _library ?? throw new UnavailableException("The models are still loading.", TimeSpan.FromSeconds(1));

    public void Set(ModelLibrary library) => _library = library;

    public void Dispose() => _library?.Dispose();
}
