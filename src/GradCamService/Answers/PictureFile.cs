using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GradCamService.Answers;

/// <summary>A picture's file in JSON, such as <c>data:image/png;base64,…</c>, RFC 2397.</summary>
/// <param name="MediaType">Of the file.</param>
/// <param name="Bytes">The file.</param>
[JsonConverter(typeof(PictureDataUrl))]
public readonly record struct PictureFile(string MediaType, byte[] Bytes);

/// <summary>The characters are written where they go; as a string they would take four times the file's length in memory.</summary>
internal sealed class PictureDataUrl : JsonConverter<PictureFile>
{
    public override PictureFile Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Pictures are only written.");

    public override void Write(Utf8JsonWriter writer, PictureFile value, JsonSerializerOptions options)
    {
        var prefix = $"\"data:{value.MediaType};base64,";
        var buffer = ArrayPool<byte>.Shared.Rent(prefix.Length + Base64.GetMaxEncodedToUtf8Length(value.Bytes.Length) + 1);
        try
        {
            var start = Encoding.ASCII.GetBytes(prefix, buffer);
            Base64.EncodeToUtf8(value.Bytes, buffer.AsSpan(start), out _, out var written);
            buffer[start + written] = (byte)'"';
            // Nothing in base64 or in a media type is to be escaped.
            writer.WriteRawValue(buffer.AsSpan(0, start + written + 1), skipInputValidation: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
