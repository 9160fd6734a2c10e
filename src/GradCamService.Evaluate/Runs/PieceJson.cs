using System.Text.Json;
using GradCamService.Evaluate.Plans;

namespace GradCamService.Evaluate.Runs;

/// <summary>A piece as a line of JSON, wherever it is kept: what is read is what was written, to the last bit.</summary>
public static class PieceJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static byte[] Write(PieceResult piece) => JsonSerializer.SerializeToUtf8Bytes(piece, Json);

    /// <exception cref="JsonException">It is no piece.</exception>
    public static PieceResult Read(ReadOnlySpan<byte> line) => JsonSerializer.Deserialize<PieceResult>(line, Json)!;
}
