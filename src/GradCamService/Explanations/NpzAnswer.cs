using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GradCamService.Explain.Explainers;

namespace GradCamService.Explanations;

/// <summary>The answer as numbers for <c>numpy.load</c>: a ZIP of little-endian float32 arrays, one row an explanation.</summary>
internal static class NpzAnswer
{
    public static byte[] Write(ExplainedImage image, ExplanationResponse response)
    {
        var (height, width) = (image.Placement.InputHeight, image.Placement.InputWidth);
        var entries = image.Entries.ToList();
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (image.Targets[0].Explanation.Map is { } first)
            {
                Add(zip, "map", [first.Height, first.Width], entries, entry => entry.Target.Explanation.Map!.Values);
                Add(zip, "heatmap", [height, width], entries, entry => entry.Target.Heatmap);
            }
            if (image.Targets[0].Explanation.GuidedGradients is { } gradients)
            {
                int[] shape = [gradients.Length / (height * width), height, width];
                Add(zip, "guided_backprop", shape, entries, entry => entry.Target.Explanation.GuidedGradients!);
                if (image.Targets[0].Explanation.Map is not null)
                    Add(zip, "guided_grad_cam", shape, entries, entry => entry.Target.GuidedGradCam);
            }
            using var answer = zip.CreateEntry("answer.json", CompressionLevel.Fastest).Open();
            JsonSerializer.Serialize(answer, response, JsonAnswer.Options);
        }
        return file.ToArray();
    }

    private static void Add(
        ZipArchive zip, string name, int[] shape, List<(Saliency Target, Method Method)> entries, Func<(Saliency Target, Method Method), float[]> values)
    {
        using var array = zip.CreateEntry(name + ".npy", CompressionLevel.Fastest).Open();
        array.Write(Header([entries.Count, .. shape]));
        foreach (var entry in entries)
            array.Write(MemoryMarshal.AsBytes(values(entry).AsSpan()));
    }

    /// <summary>The header of NumPy's format, version 1.0: magic, length, a Python literal padded to 64 bytes.</summary>
    private static byte[] Header(IEnumerable<int> shape)
    {
        const int Alignment = 64;
        const int Prefix = 10;
        var literal = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}), }}";
        var length = (Prefix + literal.Length + 1 + Alignment - 1) / Alignment * Alignment - Prefix;
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8),
            .. Encoding.ASCII.GetBytes(literal.PadRight(length - 1)), (byte)'\n',
        ];
    }
}
