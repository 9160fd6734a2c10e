using GradCamService.Explain.Library;
using GradCamService.Explain.Models;
using GradCamService.TestDevices;

namespace GradCamService.Explain.Tests;

/// <summary>The bundled models, loaded once for all tests of sequences.</summary>
public sealed class BundledModels : IDisposable
{
    private static readonly string[] Names = ["efficientnet-lite0", "captioner", "vqa", "catch-policy"];

    public ModelLibrary Library { get; } = ModelLibrary.Load(Names.Select(name => ModelsDirectory.Bundled(name)), TestDevice.Current);

    public LoadedModel this[string name] => Library.Find(name)?.Model ?? throw new InvalidOperationException(Library.Find(name)?.Reason ?? $"no {name}");

    public void Dispose() => Library.Dispose();
}
