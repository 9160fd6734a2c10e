using GradCam;
using GradCam.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

var (service, photo) = (args[0], args[1]);
var client = new GradCamClient(new HttpClientRequestAdapter(new AnonymousAuthenticationProvider()) { BaseUrl = service });
var explanations = client.V1.Models["efficientnet-lite0"].Explanations;

// Kiota keeps one part of each name and file name: of a field that repeats, each value gets a file name of its own.
MultipartBody Form(params (string Field, string Value)[] fields)
{
    var form = new MultipartBody();
    form.AddOrReplacePart("image", "image/png", File.ReadAllBytes(photo), Path.GetFileName(photo));
    foreach (var ((field, value), i) in fields.Select((field, i) => (field, i)))
        form.AddOrReplacePart(field, "text/plain", value, $"{i}.txt");
    return form;
}

await Check.RunAsync("a photo gives JSON", async () =>
{
    var answer = (await explanations.PostAsync(Form()))!;
    var first = answer.Explanations!.Single();
    return answer.Predictions!.Count == 5 && answer.Predictions[0].Concept!.Index == 282 && first.Localization?.Box is not null
        && first.Map?.Values?.Count == 49 && first.Images!.Overlay!.StartsWith("data:image/png;base64,", StringComparison.Ordinal);
});
await Check.RunAsync("a photo gives a picture", async () =>
{
    using var picture = (await explanations.Picture.PostAsync(Form(("concept", "tiger cat"))))!;
    using var bytes = new MemoryStream();
    await picture.CopyToAsync(bytes);
    return bytes.ToArray() is [0x89, (byte)'P', (byte)'N', (byte)'G', ..];
});
await Check.RunAsync("of two concepts, both are explained", async () =>
{
    var answer = (await explanations.PostAsync(Form(("concept", "tiger cat"), ("concept", "Egyptian cat"), ("method", "grad-cam"))))!;
    return answer.Explanations!.Select(entry => entry.Concept!.Label).SequenceEqual(["tiger cat", "Egyptian cat"]);
});
await Check.RunAsync("an unknown concept is a typed problem", async () =>
{
    try
    {
        await explanations.PostAsync(Form(("concept", "tigr cat")));
        return false;
    }
    catch (InvalidFieldsResponse problem)
    {
        return problem.Status == 422 && problem.Errors!.AdditionalData.ContainsKey("concept");
    }
});
return Check.Failures;
