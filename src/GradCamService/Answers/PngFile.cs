using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GradCamService.Answers;

/// <summary>A PNG file in JSON: <c>data:image/png;base64,…</c>, RFC 2397.</summary>
[JsonConverter(typeof(PngDataUrl))]
public readonly record struct PngFile(byte[] Bytes);

/// <summary>The characters are written where they go; as a string they would take four times the file's length in memory.</summary>
internal sealed class PngDataUrl : JsonConverter<PngFile>
{
    private static ReadOnlySpan<byte> Prefix => "\"data:image/png;base64,"u8;

    public override PngFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Pictures are only written.");

    public override void Write(Utf8JsonWriter writer, PngFile value, JsonSerializerOptions options)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Prefix.Length + Base64.GetMaxEncodedToUtf8Length(value.Bytes.Length) + 1);
        try
        {
            Prefix.CopyTo(buffer);
            Base64.EncodeToUtf8(value.Bytes, buffer.AsSpan(Prefix.Length), out _, out var written);
            buffer[Prefix.Length + written] = (byte)'"';
            // Nothing in base64 is to be escaped.
            writer.WriteRawValue(buffer.AsSpan(0, Prefix.Length + written + 1), skipInputValidation: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
