using System.Text.Json;
using GradCamService.Explanations;
using GradCamService.Problems;

namespace GradCamService.OpenApi;

internal static class ApiRegistration
{
    public const string Document = "/openapi/v1.json";

    /// <summary>Controllers, and the document that describes them.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services
            .AddControllers(options =>
            {
                BindingMessages.Apply(options.ModelBindingMessageProvider);
                options.ReturnHttpNotAcceptable = true;
            })
            // Invalid fields are collected with all others by the controllers, so that one answer tells everything.
            .ConfigureApiBehaviorOptions(options => options.SuppressModelStateInvalidFilter = true)
            .AddJsonOptions(options =>
            {
                options.JsonSerializerOptions.Encoder = JsonAnswer.Options.Encoder;
                options.JsonSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            });
        return services.AddOpenApi("v1", options => options
            .AddDocumentTransformer(DocumentFrame.Apply)
            .AddOperationTransformer(FormDocumentation.Apply)
            .AddOperationTransformer(AnswerDocumentation.Apply));
    }

    /// <summary>The API's routes, its document, and Swagger UI to try it out.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.MapControllers();
        app.MapOpenApi();
        app.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint(Document, "GradCamService v1");
            options.DocumentTitle = "GradCamService";
            options.DisplayRequestDuration();
            options.DefaultModelsExpandDepth(0);
        });
        app.MapGet("/", () => Results.Redirect("/swagger")).ExcludeFromDescription();
    }
}
