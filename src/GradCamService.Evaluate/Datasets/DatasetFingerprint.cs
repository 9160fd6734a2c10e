using System.Security.Cryptography;
using System.Text;

namespace GradCamService.Evaluate.Datasets;

/// <summary>
/// Tells whether two evaluations saw the same photos with the same labels and boxes. Pixels, names of categories and where the dataset lies are not
/// in it.
/// </summary>
public static class DatasetFingerprint
{
    /// <summary>
    /// SHA-256, lower-case hex, over the keys of the categories and over id and objects (category, box) of the photos, all in order. Texts are UTF-8
    /// behind their length, numbers 32 bits, the lower byte first.
    /// </summary>
    public static string Of(Dataset dataset)
    {
        using var sha = SHA256.Create();
        using (var writer = new BinaryWriter(new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write), Encoding.UTF8))
        {
            writer.Write(dataset.Categories.Count);
            foreach (var category in dataset.Categories)
                writer.Write(category.Key);
            writer.Write(dataset.Images.Count);
            foreach (var image in dataset.Images)
                Write(writer, image);
        }
        return Convert.ToHexStringLower(sha.Hash!);
    }

    private static void Write(BinaryWriter writer, DatasetImage image)
    {
        writer.Write(image.Id);
        writer.Write(image.Objects.Count);
        foreach (var found in image.Objects)
        {
            writer.Write(found.Category);
            writer.Write(found.Box is null ? 0 : 1);
            if (found.Box is not { } box)
                continue;
            foreach (var number in (int[])[box.X, box.Y, box.Width, box.Height])
                writer.Write(number);
        }
    }
}
