using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>What a file says about itself in its metadata_props.</summary>
internal static class FileMetadata
{
    // Names of 20,000 classes are half of it. What is longer is no description of a network, and not kept for its lifetime.
    private const int MostLetters = 1 << 20;
    private const int MostEntries = 1000;

    /// <summary>By key, of a key that stands there twice the first; texts that are too long are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(ModelProto model)
    {
        var metadata = new Dictionary<string, string>();
        var left = MostLetters;
        foreach (var entry in model.MetadataProps.Take(MostEntries))
            if (entry.Key.Length + entry.Value.Length <= left && metadata.TryAdd(entry.Key, entry.Value))
                left -= entry.Key.Length + entry.Value.Length;
        return metadata;
    }
}
