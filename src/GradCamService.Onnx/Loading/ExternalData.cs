using System.Globalization;
using GradCamService.Onnx.Proto;

namespace GradCamService.Onnx.Loading;

/// <summary>
/// Tensors whose bytes lie in another file. Only files inside the model's own folder are read: a path that is absolute, climbs out
/// with "..", or leads out through a link is refused.
/// </summary>
internal sealed class ExternalData(string? folder)
{
    private readonly Dictionary<string, long> _files = [];

    /// <summary>Bytes of all files that tensors were found in.</summary>
    public long BytesSeen => _files.Values.Sum();

    /// <summary>Finds a tensor's bytes and sees that they are there, without reading them.</summary>
    /// <exception cref="OnnxException">The place is refused, or other bytes than the shape needs lie there.</exception>
    public ExternalRange Locate(TensorProto proto, long expectedBytes)
    {
        if (proto.ExternalData.GroupBy(entry => entry.Key).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw Refuse(proto, $"{repeated.Key} is given twice");
        var entries = proto.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value);
        var path = Resolve(proto, entries.GetValueOrDefault("location", ""));
        var available = _files[path] = new FileInfo(path).Length;
        var offset = Number(proto, entries, "offset") ?? 0;
        var length = Number(proto, entries, "length") ?? available - offset;
        if (offset < 0 || length < 0 || offset > available || length > available - offset)
            throw Refuse(proto, $"{length} bytes from byte {offset} on lie outside the file of {available} bytes");
        if (length != expectedBytes)
            throw Refuse(proto, $"{length} bytes where the tensor's shape needs {expectedBytes}");
        return new ExternalRange(path, offset);
    }

    private string Resolve(TensorProto proto, string location)
    {
        if (folder is null)
            throw Refuse(proto, "the model was not read from a folder");
        if (location.Length == 0 || location.Contains('\0') || Path.IsPathRooted(location) || location.Split('/', '\\').Contains(".."))
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

/// <summary>A tensor's bytes in a file.</summary>
/// <param name="Path">The file, links resolved.</param>
/// <param name="Offset">Where they begin.</param>
internal sealed record ExternalRange(string Path, long Offset)
{
    public void ReadInto(Span<byte> bytes)
    {
        using var file = new FileBytes(Path);
        file.ReadAt(Offset, bytes);
    }
}
