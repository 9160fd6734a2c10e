using GradCam;

var (service, photo) = (args[0], args[1]);
const string Model = "efficientnet-lite0";
var client = new GradCamClient(new HttpClient()) { BaseUrl = service };
FileParameter[] Image() => [new(File.OpenRead(photo), Path.GetFileName(photo))];

await Check.RunAsync("a photo gives JSON", async () =>
{
    var answer = await client.ExplainAsync(Model, image: Image());
    var first = answer.Explanations.Single();
    return answer.Predictions.Count == 5 && answer.Predictions.First().Concept.Index == 282 && first.Localization?.Box is not null
        && first.Map?.Values.Count == 49 && first.Images.Overlay?.StartsWith("data:image/png;base64,", StringComparison.Ordinal) == true;
});
await Check.RunAsync("a photo gives a picture", async () =>
{
    using var picture = await client.ExplainAsPictureAsync(Model, image: Image(), concept: ["tiger cat"]);
    using var bytes = new MemoryStream();
    await picture.Stream.CopyToAsync(bytes);
    return bytes.ToArray() is [0x89, (byte)'P', (byte)'N', (byte)'G', ..];
});
await Check.RunAsync("of two concepts, both are explained", async () =>
{
    var answer = await client.ExplainAsync(Model, image: Image(), concept: ["tiger cat", "Egyptian cat"], method: [Method.GradCam]);
    return answer.Explanations.Select(entry => entry.Concept.Label).SequenceEqual(["tiger cat", "Egyptian cat"]);
});
await Check.RunAsync("an unknown concept is a typed problem", async () =>
{
    try
    {
        await client.ExplainAsync(Model, image: Image(), concept: ["tigr cat"]);
        return false;
    }
    catch (ApiException<InvalidFieldsResponse> problem)
    {
        return problem.StatusCode == 422 && problem.Result.Errors!["concept"].Single().Contains("'tiger cat'", StringComparison.Ordinal);
    }
});
return Check.Failures;
