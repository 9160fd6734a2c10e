using System.Text.Json;
using GradCamService.Explain.Methods;
using Xunit;

namespace GradCamService.Tests.OpenApi;

[Collection(ServiceTests.Name)]
public sealed class DocumentTests(SharedService service)
{
    private const string Path = "docs/openapi.json";

    /// <summary>Routes with what may go wrong on them.</summary>
    private static readonly Dictionary<string, string[]> Problems = new()
    {
        ["get /v1/models"] = ["401", "403", "406", "429", "503"],
        ["get /v1/models/{model}"] = ["401", "403", "404", "406", "422", "429", "503"],
        ["get /v1/models/{model}/concepts"] = ["401", "403", "404", "406", "422", "429", "503"],
        ["get /v1/datasets"] = ["401", "403", "406", "429", "503"],
        ["post /v1/jobs"] = ["400", "401", "403", "406", "409", "413", "415", "422", "429", "503", "507"],
        ["get /v1/jobs"] = ["401", "403", "406", "422", "429", "503"],
        ["get /v1/jobs/{id}"] = ["401", "403", "404", "406", "429", "503"],
        ["delete /v1/jobs/{id}"] = ["401", "403", "404", "429", "503"],
        ["get /v1/jobs/{id}/items"] = ["401", "403", "404", "406", "422", "429", "503"],
        ["get /v1/jobs/{id}/items/{number}"] = ["401", "403", "404", "406", "409", "413", "415", "422", "429", "503"],
        ["get /v1/jobs/{id}/result"] = ["401", "403", "404", "406", "409", "429", "503"],
        ["get /v1/jobs/{id}/result/archive"] = ["401", "403", "404", "406", "409", "429", "503"],
        ["get /v1/jobs/{id}/events"] = ["401", "403", "404", "429", "503"],
        ["get /v1/dead-letters"] = ["401", "403", "406", "422", "429", "503"],
        ["post /v1/dead-letters/{id}/retry"] = ["401", "403", "404", "406", "429", "503"],
        ["post /v1/models/{model}/load"] = ["401", "403", "404", "406", "422", "429", "503"],
        ["post /v1/models/{model}/unload"] = ["401", "403", "404", "406", "422", "429", "503"],
        ["post /v1/models/{model}/predictions"] = ["400", "401", "403", "404", "406", "408", "413", "415", "422", "429", "503", "504"],
        ["post /v1/models/{model}/explanations/picture"] = ["400", "401", "403", "404", "406", "408", "413", "415", "422", "429", "503", "504"],
        ["post /v1/models/{model}/explanations/numbers"] = ["400", "401", "403", "404", "406", "408", "413", "415", "422", "429", "503", "504"],
        ["post /v1/models/{model}/explanations"] = ["400", "401", "403", "404", "406", "408", "413", "415", "422", "429", "503", "504"],
    };

    [Fact]
    public async Task The_committed_document_is_the_generated_one()
    {
        var generated = (await service.Client.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(Repository.At(Path), generated);

        Assert.True(
            await File.ReadAllTextAsync(Repository.At(Path)) == generated,
            $"{Path} is not what the service generates. If the change is meant, run these tests with UPDATE_DOCS=1 and commit the file.");
    }

    [Fact]
    public async Task Every_route_lists_its_problems()
    {
        foreach (var (route, operation) in Operations(await Document()))
            Assert.Equal(Problems[route], operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Where(status => !status.StartsWith('2')));
    }

    [Fact]
    public async Task Everything_has_a_description()
    {
        var document = await Document();
        var missing = new List<string>();
        foreach (var (route, operation) in Operations(document))
        {
            Require(missing, route, operation, "summary");
            Require(missing, route, operation, "operationId");
            foreach (var parameter in Elements(operation, "parameters"))
                Require(missing, $"{route} {parameter.GetProperty("name")}", parameter, "description");
            foreach (var field in FieldsOf(document, operation))
                Require(missing, $"{route} {field.Name}", field.Value, "description");
            foreach (var answer in operation.GetProperty("responses").EnumerateObject())
                Require(missing, $"{route} {answer.Name}", answer.Value, "description");
        }
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            Require(missing, schema.Name, schema.Value, "description");
            foreach (var field in schema.Value.TryGetProperty("properties", out var fields) ? [.. fields.EnumerateObject()] : Array.Empty<JsonProperty>())
                if (!field.Value.TryGetProperty("oneOf", out _))
                    Require(missing, $"{schema.Name}.{field.Name}", field.Value, "description");
        }

        Assert.Empty(missing);
    }

    [Fact]
    public async Task Fields_have_the_names_values_ranges_and_defaults_of_the_contract()
    {
        var document = await Document();
        var fields = FieldsOf(document, Operations(document)["post /v1/models/{model}/explanations"]).ToDictionary(field => field.Name, field => field.Value);

        Assert.All(
            (string[])["image", "concept", "top", "method", "against", "counterfactual", "layer", "fit", "threshold", "colormap", "images"],
            name => Assert.Contains(name, fields.Keys));
        Assert.Equal("binary", fields["image"].GetProperty("items").GetProperty("format").GetString());
        Assert.Equal(MethodTable.All.Select(method => method.Name), ValuesOf(document, fields["method"].GetProperty("items")));
        Assert.Equal(["crop", "stretch", "pad"], ValuesOf(document, fields["fit"].GetProperty("oneOf")[0]));
        Assert.Equal(["jet", "viridis", "turbo", "inferno", "gray"], ValuesOf(document, fields["colormap"].GetProperty("oneOf")[0]));
        Assert.Equal(
            ["overlay", "heatmap", "guidedGradCam", "guidedBackprop", "attribution", "none"], ValuesOf(document, fields["images"].GetProperty("items")));
        Assert.Matches(fields["threshold"].GetProperty("pattern").GetString()!, "p97.5");
        Assert.Equal(["null", "string"], fields["threshold"].GetProperty("type").Strings());
        Assert.Equal((0, 1), (fields["opacity"].GetProperty("minimum").GetDouble(), fields["opacity"].GetProperty("maximum").GetDouble()));
        Assert.Equal(["boxes", "contours", "legend", "caption"], ValuesOf(document, fields["draw"].GetProperty("items")));
        Assert.Equal(["input", "photo"], ValuesOf(document, fields["frame"].GetProperty("oneOf")[0]));
        Assert.Equal(["png", "jpeg", "webp"], ValuesOf(document, fields["imageFormat"].GetProperty("oneOf")[0]));
        Assert.All(
            new Dictionary<string, string> { ["opacity"] = "0.7", ["enlarge"] = "true", ["colormap"] = "jet", ["counterfactual"] = "false" },
            known => Assert.EndsWith($" Without it, {known.Value}.", fields[known.Key].GetProperty("description").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_field_that_may_be_left_out_may_be_null_to_generators()
    {
        var document = await Document();
        foreach (var (route, operation) in Operations(document))
            foreach (var field in FieldsOf(document, operation))
                Assert.True(Form(document, operation).GetProperty("required").Strings().Contains(field.Name) != IsNullable(field.Value), $"{route} {field.Name}");
    }

    [Fact]
    public async Task No_field_has_a_value_that_was_not_sent()
    {
        var document = await Document();
        foreach (var (route, operation) in Operations(document))
            Assert.All(FieldsOf(document, operation), field => Assert.False(
                field.Value.TryGetProperty("default", out _) || field.Value.TryGetProperty("example", out _) || field.Value.TryGetProperty("examples", out _), route));
    }

    [Fact]
    public async Task A_list_of_texts_is_a_part_for_each()
    {
        var document = await Document();
        foreach (var (route, operation) in Operations(document))
            foreach (var field in FieldsOf(document, operation).Where(field => field.Value.TryGetProperty("items", out var items) && !items.TryGetProperty("format", out _)))
                Assert.True(FormBody(operation).GetProperty("encoding").GetProperty(field.Name).GetProperty("explode").GetBoolean(), $"{route} {field.Name}");
    }

    [Fact]
    public async Task Every_answer_says_of_what_type_it_is()
    {
        foreach (var (route, operation) in Operations(await Document()))
            foreach (var answer in operation.GetProperty("responses").EnumerateObject().Where(answer => answer.Name != "204"))
                Assert.All(answer.Value.GetProperty("content").EnumerateObject(), kind => Assert.True(
                    kind.Value.TryGetProperty("schema", out var schema) && (schema.TryGetProperty("$ref", out _) || schema.GetProperty("type").GetString() == "string"),
                    $"{route} {answer.Name} {kind.Name}"));
    }

    [Fact]
    public async Task The_image_is_the_only_required_field()
    {
        var document = await Document();
        foreach (var (_, operation) in Operations(document).Where(entry => entry.Key.StartsWith("post /v1/models", StringComparison.Ordinal)
            && entry.Value.TryGetProperty("requestBody", out _)))
            Assert.Equal(["image"], Form(document, operation).GetProperty("required").Strings());
    }

    [Fact]
    public async Task Examples_have_the_names_of_real_answers()
    {
        var operations = Operations(await Document());
        var explained = await service.ExplainAsync(Photo("chelsea.png", ("concept", "282"))).JsonAsync();
        var predicted = await service.PredictAsync(Photo("chelsea.png")).JsonAsync();
        var model = await service.Client.GetAsync("/v1/models/efficientnet-lite0").JsonAsync();
        var models = await service.Client.GetAsync("/v1/models").JsonAsync();
        var concepts = await service.Client.GetAsync("/v1/models/efficientnet-lite0/concepts?query=cat&limit=100").JsonAsync();

        Assert.Equal(Shape.Of(explained), Shape.Of(Example(operations["post /v1/models/{model}/explanations"])));
        Assert.Equal(Shape.Of(predicted), Shape.Of(Example(operations["post /v1/models/{model}/predictions"])));
        Assert.Equal(Shape.Of(model), Shape.Of(Example(operations["get /v1/models/{model}"])));
        Assert.Equal(Shape.Of(models), Shape.Of(Example(operations["get /v1/models"])));
        Assert.Equal(Shape.Of(concepts), Shape.Of(Example(operations["get /v1/models/{model}/concepts"])));
    }

    [Fact]
    public async Task Swagger_ui_shows_the_document()
    {
        Assert.Contains("swagger-ui", await service.Client.GetStringAsync("/swagger/index.html"), StringComparison.Ordinal);
        Assert.Contains("ParameterIncludeEmpty", await service.Client.GetStringAsync("/swagger/index.js"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_path_prefix_page_document_and_routes_are_found_from_each_other()
    {
        var page = await service.Client.GetStringAsync("/");
        Assert.Contains("src=\"scripts/page.js\"", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"/", page);
        Assert.Contains("(../)", (await Document()).GetProperty("info").GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"../openapi/v1.json\"", await service.Client.GetStringAsync("/swagger/index.js"), StringComparison.Ordinal);
        Assert.Equal("..", (await Document()).GetProperty("servers")[0].GetProperty("url").GetString());
    }

    private async Task<JsonElement> Document() => await service.Client.GetAsync("/openapi/v1.json").JsonAsync();

    private static Form Photo(string image, params (string, string)[] fields) => GradCamService.Tests.Form.Of(image, fields);

    private static Dictionary<string, JsonElement> Operations(JsonElement document) => document.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name} {path.Name}", operation.Value)))
        .ToDictionary(entry => entry.Item1, entry => entry.Value);

    private static IEnumerable<JsonProperty> FieldsOf(JsonElement document, JsonElement operation) =>
        operation.TryGetProperty("requestBody", out _) ? Form(document, operation).GetProperty("properties").EnumerateObject() : [];

    private static JsonElement Form(JsonElement document, JsonElement operation) => Referred(document, FormBody(operation).GetProperty("schema"));

    private static JsonElement FormBody(JsonElement operation) => operation.GetProperty("requestBody").GetProperty("content").GetProperty("multipart/form-data");

    private static IEnumerable<string?> ValuesOf(JsonElement document, JsonElement schema) => Referred(document, schema).GetProperty("enum").Strings();

    private static JsonElement Referred(JsonElement document, JsonElement schema) => schema.GetProperty("$ref").GetString()!.Split('/')[1..]
        .Aggregate(document, (place, name) => place.GetProperty(name));

    private static JsonElement Example(JsonElement operation) =>
        operation.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("example");

    private static IEnumerable<JsonElement> Elements(JsonElement of, string name) => of.TryGetProperty(name, out var array) ? array.EnumerateArray() : [];

    private static bool IsNullable(JsonElement field) => field.TryGetProperty("oneOf", out var either)
        ? either.EnumerateArray().Any(one => one.TryGetProperty("type", out var type) && type.GetString() == "null")
        : field.GetProperty("type") is { ValueKind: JsonValueKind.Array } types && types.Strings().Contains("null");

    private static void Require(List<string> missing, string where, JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var text) || string.IsNullOrWhiteSpace(text.GetString()))
            missing.Add($"{where} has no {name}");
    }
}
