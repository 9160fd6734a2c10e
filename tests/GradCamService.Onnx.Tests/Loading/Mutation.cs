using System.Text;

namespace GradCamService.Onnx.Tests.Loading;

/// <summary>A file with a few random changes: the same ones for the same seed.</summary>
internal static class Mutation
{
    // Structure is mostly at a file's ends, weights in between.
    private const int Edge = 1500;

    public static byte[] Of(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
            Change(bytes, random);
        return [.. bytes];
    }

    /// <summary>The file with nothing else changed than where its external data lies.</summary>
    public static byte[] LeaveFolder(byte[] whole)
    {
        var bytes = whole.ToList();
        LeaveFolder(bytes);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var edge = random.Next(Math.Min(Edge, bytes.Count));
        var at = random.Next(4) switch { 0 => edge, 1 => bytes.Count - 1 - edge, _ => random.Next(bytes.Count) };
        switch (random.Next(7))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes[at] = 0xFF; break;
            case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
            case 4: Swap(bytes, random); break;
            case 5: LeaveFolder(bytes); break;
            default: Repeat(bytes, at, random); break;
        }
    }

    private static void Repeat(List<byte> bytes, int at, Random random)
    {
        var length = Math.Min(random.Next(1, 30), bytes.Count);
        bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
    }

    // The same bytes in another order leave every length as it is: the file parses, and means something else.
    private static void Swap(List<byte> bytes, Random random)
    {
        var (first, second) = (random.Next(bytes.Count), random.Next(bytes.Count));
        (bytes[first], bytes[second]) = (bytes[second], bytes[first]);
    }

    /// <summary>Points external data, where there is any, out of the folder; the name is as long as before.</summary>
    private static void LeaveFolder(List<byte> bytes)
    {
        var at = Encoding.Latin1.GetString([.. bytes]).IndexOf(FuzzFolder.Data, StringComparison.Ordinal);
        for (var i = 0; at >= 0 && i < FuzzFolder.Outside.Length; i++)
            bytes[at + i] = (byte)FuzzFolder.Outside[i];
    }
}
