using System.Runtime.InteropServices;
using GradCamService.Answers;
using GradCamService.Explain.Explainers;
using GradCamService.Explain.Methods;

namespace GradCamService.Jobs.Explanations;

/// <summary>
/// The numbers of an answer as they are kept: maps at the layer's resolution and values of pixels, little-endian, of which NumPy's form is made when somebody
/// asks for it. A heatmap, which follows from its map, would be a thousand times as large.
/// </summary>
/// <param name="Height">Of the network's input.</param>
/// <param name="Width">Likewise.</param>
/// <param name="Rows">The explanations'.</param>
internal sealed record NumberFile(int Height, int Width, IReadOnlyList<NumberRow> Rows)
{
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Height);
        writer.Write(Width);
        writer.Write(Rows.Count);
        foreach (var row in Rows)
        {
            writer.Write(row.Target);
            writer.Write(row.Method.Name);
            writer.Write(row.Map?.Height ?? 0);
            writer.Write(row.Map?.Width ?? 0);
            Write(writer, row.Map?.Values);
            Write(writer, row.Attribution);
        }
        return stream.ToArray();
    }

    public static NumberFile Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var (height, width, count) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        return new NumberFile(height, width, [.. Enumerable.Range(0, count).Select(_ => Row(reader))]);
    }

    private static NumberRow Row(BinaryReader reader)
    {
        var (target, method) = (reader.ReadInt32(), reader.ReadString());
        var (height, width) = (reader.ReadInt32(), reader.ReadInt32());
        var (map, attribution) = (Floats(reader), Floats(reader));
        return new NumberRow(target, MethodTable.All.Single(row => row.Name == method), map is null ? null : new SignedMap(height, width, map), attribution);
    }

    private static void Write(BinaryWriter writer, float[]? values)
    {
        writer.Write(values?.Length ?? -1);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static float[]? Floats(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        if (length < 0)
            return null;
        var values = new float[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
