// Explains a photo and saves the Guided Grad-CAM picture:  dotnet run examples/explain.cs photo.jpg "tiger cat"
using System.Net.Http.Headers;

using var client = new HttpClient { BaseAddress = new Uri("http://localhost:8080") };
using var form = new MultipartFormDataContent
{
    { new StreamContent(File.OpenRead(args[0])), "image", "photo" },
    { new StringContent(args[1]), "concept" },
};
using var request = new HttpRequestMessage(HttpMethod.Post, "v1/models/efficientnet-lite0/explanations") { Content = form };
request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/png"));

using var response = await client.SendAsync(request);
if (!response.IsSuccessStatusCode)
{
    Console.Error.WriteLine(await response.Content.ReadAsStringAsync());
    return 1;
}
await File.WriteAllBytesAsync("map.png", await response.Content.ReadAsByteArrayAsync());
Console.WriteLine($"{response.Headers.GetValues("X-Concept").Single()} in {response.Headers.GetValues("X-Box").Single()}");
return 0;
