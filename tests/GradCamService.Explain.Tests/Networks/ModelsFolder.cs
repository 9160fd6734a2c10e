using GradCamService.Explain.Explainers;
using GradCamService.Explain.Library;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Targets;
using GradCamService.TestDevices;

namespace GradCamService.Explain.Tests.Networks;

/// <summary>A directory of models on the disk, gone after the test.</summary>
internal sealed class ModelsFolder : IDisposable
{
    private readonly List<ModelLibrary> _libraries = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("models").FullName;

    /// <summary>A folder that holds a copy of a file of the test data as its only file.</summary>
    public string Copy(string data, string name)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
        File.WriteAllBytes(System.IO.Path.Combine(folder, "model.onnx"), TestData.Read(data));
        return folder;
    }

    public ModelEntry Entry(string place)
    {
        var library = ModelLibrary.Load([place], TestDevice.Current);
        _libraries.Add(library);
        return library.Entries[0];
    }

    public LoadedModel Load(string place) => Entry(place) is { Model: { } model } ? model
        : throw new InvalidOperationException(_libraries[^1].Entries[0].Reason);

    public LoadedModel Load(NetworkBuilder network, string name) => Load(network.SaveInto(Path, name));

    /// <summary>Why a network is not served.</summary>
    public string Reason(NetworkBuilder network, string name) =>
        Entry(network.SaveInto(Path, name)).Reason ?? throw new InvalidOperationException("it is served");

    /// <summary>The first class of a fixed pattern, by the default layer and both methods.</summary>
    public static Explained Explain(LoadedModel model, float[]? image = null, string? layer = null, int concept = 0) =>
        model.Explain([new Asked(image ?? Pattern(model), Asked.Scores(new ClassScore(concept)))],
            layer ?? model.DefaultLayer.Name, MethodTable.GuidedGradCam)[0];

    public static float[] Pattern(LoadedModel model, int shift = 0) =>
        [.. Enumerable.Range(shift, (int)model.InputShape.Aggregate(1L, (product, size) => product * size))
            .Select(i => MathF.Sin(i * 0.7f))];

    public void Dispose()
    {
        foreach (var library in _libraries)
            library.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
