using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GradCamService.Fuzzing;

namespace GradCamService.Tests.Fuzzing;

/// <summary>Damages requests line by line.</summary>
internal static partial class RequestDamage
{
    private static readonly string[] Words =
    [
        "image", "input.x", "concept", "top", "layer", "method", "images", "threshold", "question", "archive", "image.1", "webhook", "kind", "dataset", "Idempotency-Key",
        "Content-Length: 5", "Transfer-Encoding: chunked", "Expect: 100-continue", "Content-Encoding: gzip", "charset=utf-16", "filename*=utf-8''%ff",
        "Content-Transfer-Encoding: base64", "all", "none", "guided-grad-cam", "otsu", "-1", "true", "HEAD", "PUT", "HTTP/1.0",
    ];

    private static readonly Mutator Mutator = new(Lines, new Mutation("puts a word", PutWord));

    public static byte[] Of(Random random)
    {
        var seeds = RequestSeeds.All;
        var request = Mutator.Of(seeds[random.Next(seeds.Count)], seeds[random.Next(seeds.Count)], random);

        // Else most would only wait for a body that does not come.
        return random.Next(5) == 0 ? request : WithLength(request);
    }

    /// <summary>Lines with their ends.</summary>
    public static IEnumerable<byte[]> Lines(byte[] request)
    {
        for (int at = 0, end; at < request.Length; at = end)
        {
            var length = request.AsSpan(at).IndexOf("\r\n"u8);
            end = length < 0 ? request.Length : at + length + 2;
            yield return request[at..end];
        }
    }

    private static void PutWord(DamagedFile file, Random random) => file.At(random, (block, at) =>
    {
        var word = Encoding.Latin1.GetBytes(Words[random.Next(Words.Length)]);
        var start = block.FindLastIndex(at, value => !IsOfWord(value)) + 1;
        block.RemoveRange(start, block.Skip(start).TakeWhile(IsOfWord).Count());
        block.InsertRange(start, word);
    });

    private static bool IsOfWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_';

    private static byte[] WithLength(byte[] request)
    {
        var text = Encoding.Latin1.GetString(request);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? request : Encoding.Latin1.GetBytes(
            LengthHeader().Replace(text[..end], (text.Length - end - 4).ToString(CultureInfo.InvariantCulture), 1) + text[end..]);
    }

    [GeneratedRegex(@"(?<=\nContent-Length: )[^\r]*")]
    private static partial Regex LengthHeader();
}
