using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>A folder with a model and its external data, and beside that folder a file that no load may read.</summary>
internal sealed class FuzzFolder : IDisposable
{
    public const string Data = "data.bin";

    /// <summary>The file that lies outside, in as many letters.</summary>
    public const string Outside = "../x.bin";

    // No weight of any file here has this number.
    private const float Secret = 12345.678f;

    private const int Count = 8;

    public FuzzFolder()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Model)!);
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(Model)!, Data), BytesOf(1));
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(Model)!, Outside), BytesOf(Secret));
    }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"gradcam-fuzz-{Guid.NewGuid():N}");

    public string Model => Path.Combine(Root, "model", "model.onnx");

    public static bool IsSecret(Tensor constant) =>
        constant.dtype == ScalarType.Float32 && constant.numel() > 0 && constant.eq(Secret).any().item<bool>();

    /// <summary>The file with its external data, where there is any, outside of the folder; the name is as long as before.</summary>
    public static byte[] Leave(byte[] file)
    {
        var block = file.ToList();
        Leave([block]);
        return [.. block];
    }

    /// <summary>The same in place.</summary>
    public static void Leave(IEnumerable<List<byte>> blocks)
    {
        foreach (var block in blocks)
        {
            var at = Encoding.Latin1.GetString([.. block]).IndexOf(Data, StringComparison.Ordinal);
            for (var i = 0; at >= 0 && i < Outside.Length; i++)
                block[at + i] = (byte)Outside[i];
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static byte[] BytesOf(float value) => MemoryMarshal.AsBytes<float>(Enumerable.Repeat(value, Count).ToArray()).ToArray();
}
