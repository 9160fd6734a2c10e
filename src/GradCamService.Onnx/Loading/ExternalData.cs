using System.Globalization;
using GradCamService.Onnx.Loading.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Tensors whose bytes lie in another file. Only files inside the model's own folder are read: a path that is absolute, climbs out
/// with "..", or leads out through a link is refused.
/// </summary>
internal sealed class ExternalData(string? folder)
{
    public byte[] Read(TensorProto proto, long expectedBytes)
    {
        var entries = proto.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value);
        var path = Resolve(proto, entries.GetValueOrDefault("location", ""));
        var offset = Number(proto, entries, "offset") ?? 0;
        using var file = File.OpenRead(path);
        var length = Number(proto, entries, "length") ?? file.Length - offset;
        if (offset < 0 || length < 0 || offset > file.Length || length > file.Length - offset)
            throw Refuse(proto, $"bytes {offset} to {offset + length} lie outside the file of {file.Length} bytes");
        if (length != expectedBytes)
            throw Refuse(proto, $"{length} bytes where the tensor's shape needs {expectedBytes}");
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)length));
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private string Resolve(TensorProto proto, string location)
    {
        if (folder is null)
            throw Refuse(proto, "the model was not read from a folder");
        if (location.Length == 0 || Path.IsPathRooted(location) || location.Split('/', '\\').Contains(".."))
            throw Refuse(proto, $"the location '{location}' is not a relative path inside the model's folder");
        var file = new FileInfo(Path.Combine(folder, location));
        if (!file.Exists)
            throw Refuse(proto, $"the file '{location}' is not there");
        var root = Path.TrimEndingDirectorySeparator(Target(new DirectoryInfo(folder)).FullName) + Path.DirectorySeparatorChar;
        var target = Target(file).FullName;
        for (var parent = file.Directory; parent is not null && parent.FullName.Length >= root.Length; parent = parent.Parent)
            if (parent.LinkTarget is not null)
                throw Refuse(proto, $"the location '{location}' passes through a link");
        if (file.LinkTarget is not null && !target.StartsWith(root, StringComparison.Ordinal))
            throw Refuse(proto, $"the file '{location}' links to a place outside the model's folder");
        return target;
    }

    private static FileSystemInfo Target(FileSystemInfo entry) => entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;

    private static long? Number(TensorProto proto, Dictionary<string, string> entries, string key) =>
        !entries.TryGetValue(key, out var text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Refuse(proto, $"{key} '{text}' is not a number of bytes");

    private static OnnxException Refuse(TensorProto proto, string why) => new($"external data of tensor '{proto.Name}': {why}");
}
