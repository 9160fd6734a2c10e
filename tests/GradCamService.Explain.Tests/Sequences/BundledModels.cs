using GradCamService.Explain.Models;
using GradCamService.Onnx.Execution;
using TorchSharp;
using Xunit;

namespace GradCamService.Explain.Tests.Sequences;

/// <summary>The bundled models, loaded once for all tests of sequences.</summary>
public sealed class BundledModels : IDisposable
{
    private static readonly string[] Names = ["efficientnet-lite0", "captioner", "vqa", "catch-policy"];

    public BundledModels()
    {
        NativeThreads.SleepWhileWaiting();
        Library = ModelLibrary.Load(Names.Select(name => Path.Combine(AppContext.BaseDirectory, "models", name)), torch.CPU);
    }

    public ModelLibrary Library { get; }

    public LoadedModel this[string name] => Library.Find(name)?.Model ?? throw new InvalidOperationException(Library.Find(name)?.Reason ?? $"no {name}");

    public void Dispose() => Library.Dispose();
}

[CollectionDefinition(Name)]
public sealed class SequenceTests : ICollectionFixture<BundledModels>
{
    public const string Name = "sequences";
}
