using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;
using GradCamService.Onnx;

namespace GradCamService.Answers;

/// <summary>The answer as numbers for <c>numpy.load</c>: a ZIP of little-endian float32 arrays, one row an explanation.</summary>
internal static class NpzAnswer
{
    public const string MediaType = "application/x-npz";

    public static AnswerFormat Format { get; } = new(MediaType, order => order.WithoutPictures, Write);

    private static Answer Write(Explained explained, CancellationToken cancellation)
    {
        var (entries, listing) = (JsonAnswer.Entries(explained, cancellation), JsonAnswer.ListingOf(explained));
        return new Answer(MediaType, async (timings, stream, aborted) =>
            await stream.WriteAsync(File(explained, JsonAnswer.Response(explained, listing, entries, timings)), aborted));
    }

    private static byte[] File(Explained explained, ExplanationResponse response)
    {
        var placement = explained.Photo.Placement;
        var (height, width, rows) = (placement.InputHeight, placement.InputWidth, explained.Explanations);
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var (maps, gradients) = (Own(rows, row => row.Map is not null), Own(rows, IsGuided));
            if (maps.Count > 0)
            {
                AddMaps(zip, [.. maps.Select(row => row.Map!)]);
                Add(zip, "heatmap", [height, width], maps.Select(row => row.Heatmap));
            }
            if (gradients is [{ Attribution: { } first }, ..])
            {
                int[] shape = [first.Length / (height * width), height, width];
                Add(zip, "guided_backprop", shape, gradients.Select(row => row.Attribution!));
                if (maps.Count > 0)
                    Add(zip, "guided_grad_cam", shape, maps.Zip(gradients, (one, other) => Explanation.Multiply(other.Attribution!, one.Heatmap)));
            }
            // Those with one value a pixel and those with one a channel do not fit into one array.
            var others = rows.Where(row => row.Attribution is not null && !IsGuided(row)).GroupBy(row => row.Attribution!.Length / (height * width)).ToList();
            foreach (var same in others)
                Add(zip, others.Count > 1 && same.First().HasHeatmap ? "attribution_map" : "attribution", [same.Key, height, width],
                    same.Select(row => row.Attribution!));
            using var answer = zip.CreateEntry("answer.json", CompressionLevel.Fastest).Open();
            JsonSerializer.Serialize(answer, response, JsonAnswer.Options);
        }
        return file.ToArray();
    }

    /// <summary>Maps of one size as one array; of several layers, whose sizes may differ, one array each.</summary>
    private static void AddMaps(ZipArchive zip, List<SignedMap> maps)
    {
        if (maps.All(map => (map.Height, map.Width) == (maps[0].Height, maps[0].Width)))
            Add(zip, "map", [maps[0].Height, maps[0].Width], maps.Select(map => map.Values));
        else
            for (var i = 0; i < maps.Count; i++)
                Add(zip, $"map_{i}", [maps[i].Height, maps[i].Width], [maps[i].Values]);
    }

    private static bool IsGuided(Explanation row) => row.Method.Pixels is PixelGradient { Rule: ReluRule.Guided };

    /// <summary>
    /// An array has a row for each explanation. Where its own method lacks what the array is of, the row is that of its target's first method
    /// that has it; where none has, there is no array.
    /// </summary>
    private static List<Explanation> Own(IReadOnlyList<Explanation> rows, Func<Explanation, bool> has) =>
        [.. rows.Select(row => has(row) ? row : rows.FirstOrDefault(other => other.Target == row.Target && has(other))).OfType<Explanation>()];

    private static void Add(ZipArchive zip, string name, int[] shape, IEnumerable<float[]> rows)
    {
        var all = rows.ToList();
        using var array = zip.CreateEntry(name + ".npy", CompressionLevel.Fastest).Open();
        array.Write(Header([all.Count, .. shape]));
        foreach (var row in all)
            array.Write(MemoryMarshal.AsBytes(row.AsSpan()));
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
