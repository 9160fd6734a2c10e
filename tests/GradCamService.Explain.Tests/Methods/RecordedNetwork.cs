using System.Text.Json;

namespace GradCamService.Explain.Tests.Methods;

/// <summary>A small network of which methods' values were recorded.</summary>
public sealed class RecordedNetwork
{
    /// <summary>Of its input, in pixels.</summary>
    public const int Side = 64;

    private readonly string _folder;
    private readonly JsonElement _case;

    public RecordedNetwork(string name)
    {
        _folder = $"Goldens/methods/{name}";
        _case = JsonSerializer.Deserialize<JsonElement>(TestData.Read($"{_folder}/case.json"));
    }

    public IReadOnlyList<string> Layers => [.. _case.GetProperty("layers").EnumerateObject().Select(layer => layer.Name)];

    /// <summary>Two classes of each photo.</summary>
    public IReadOnlyList<(string Input, int Concept)> Concepts => [.. _case.GetProperty("inputs").EnumerateObject()
        .SelectMany(input => input.Value.EnumerateArray().Select(index => (input.Name, index.GetInt32())))];

    /// <summary>The tensor of a layer that the records name.</summary>
    public string TensorOf(string layer) => _case.GetProperty("layers").GetProperty(layer).GetProperty("tensor").GetString()!;

    /// <summary>Where a value was recorded; null where it was not.</summary>
    public string? FileOf(RecordedValue value, string input, int concept, string layer) =>
        new[] { $"{input}.{concept}.{layer}.{value.File}", $"{input}.{layer}.{value.File}", $"{input}.{concept}.{value.File}" }
            .FirstOrDefault(record => File.Exists(PathOf(record + ".npy")));

    public float[] Load(string record) => Npy.Load($"{_folder}/{record}.npy").Values;

    /// <summary>Channels, height and width of a layer.</summary>
    public IReadOnlyList<long> ShapeOf(string layer) =>
        [.. _case.GetProperty("layers").GetProperty(layer).GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];

    public string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Data", _folder, file);
}
