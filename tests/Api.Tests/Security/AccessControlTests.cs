using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Security;
using Fovea.Api.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Security;

/// <summary>Keys of the data plane and of the admin plane.</summary>
public sealed class AccessControlTests
{
    internal const string DataKey = "data-key-0123456789";
    internal const string AdminKey = "admin-key-0123456789";
    private const string Admin = "/test/administration";

    [Fact]
    public async Task Without_settings_everybody_predicts_and_nobody_administers()
    {
        await using ApiFactory factory = await StartAsync();

        await factory.Client.Post("/predict?model=digits", HttpCalls.Image(Pictures.Red)).Json();
        JsonNode problem = await Send(factory, Admin, HttpMethod.Post).Problem(403, "admin_disabled");
        Assert.Contains("Security:AdminKey", problem.Detail(), StringComparison.Ordinal);
        await Send(factory, Admin, HttpMethod.Post, (Client.KeyHeader, AdminKey)).Problem(403, "admin_disabled");
    }

    [Theory]
    [InlineData(Client.KeyHeader, DataKey)]
    [InlineData(Client.KeyHeader, AdminKey)]
    [InlineData("Authorization", $"Bearer {DataKey}")]
    [InlineData("Authorization", $"bearer {DataKey}")]
    public async Task A_key_opens_the_data_plane(string header, string value)
    {
        await using ApiFactory factory = await StartAsync(("Security:ApiKey", DataKey), ("Security:AdminKey", AdminKey));

        using HttpResponseMessage response = await Send(factory, "/models", HttpMethod.Get, (header, value));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null, null, "Bearer realm=\"fovea\"")]
    [InlineData(Client.KeyHeader, "data-key-0123456788", "Bearer realm=\"fovea\", error=\"invalid_token\"")]
    [InlineData(Client.KeyHeader, "", "Bearer realm=\"fovea\", error=\"invalid_token\"")]
    [InlineData("Authorization", $"Basic {DataKey}", "Bearer realm=\"fovea\"")]
    [InlineData("Authorization", DataKey, "Bearer realm=\"fovea\"")]
    public async Task Without_its_key_the_data_plane_is_closed(string? header, string? value, string challenge)
    {
        await using ApiFactory factory = await StartAsync(("Security:ApiKey", DataKey));
        (string, string)[] headers = header is null ? [] : [(header, value!)];

        (string Address, HttpMethod Method)[] calls =
        [
            ("/models", HttpMethod.Get), ("/predict", HttpMethod.Post), ("/featuremaps/x", HttpMethod.Get),
            ("/models/digits", HttpMethod.Put),
        ];
        foreach ((string address, HttpMethod method) in calls)
        {
            HttpResponseMessage response = await Send(factory, address, method, headers);
            Assert.Equal(challenge, string.Join(' ', response.Headers.NonValidated["WWW-Authenticate"]));
            JsonNode problem = await Task.FromResult(response).Problem(401, "unauthorized");
            Assert.Contains(Client.KeyHeader, problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null, 401, "unauthorized")]
    [InlineData("nobody-knows-this-key", 401, "unauthorized")]
    [InlineData(DataKey, 403, "forbidden")]
    public async Task The_admin_plane_wants_its_own_key(string? key, int status, string code)
    {
        await using ApiFactory factory = await StartAsync(("Security:ApiKey", DataKey), ("Security:AdminKey", AdminKey));

        await Send(factory, Admin, HttpMethod.Post, key is null ? [] : [(Client.KeyHeader, key)]).Problem(status, code);
        using HttpResponseMessage allowed = await Send(factory, Admin, HttpMethod.Post, (Client.KeyHeader, AdminKey));
        Assert.Equal("administered", await allowed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_admin_key_alone_leaves_the_data_plane_open()
    {
        await using ApiFactory factory = await StartAsync(("Security:AdminKey", AdminKey));

        await factory.Client.Get("/models").Json();
        await Send(factory, Admin, HttpMethod.Post).Problem(401, "unauthorized");
    }

    [Fact]
    public async Task Health_and_documentation_need_no_key()
    {
        await using ApiFactory factory = await StartAsync(("Security:ApiKey", DataKey), ("Security:AdminKey", AdminKey));

        await factory.Client.Get("/livez").Json();
        await factory.Client.Get("/readyz").Json();
        await factory.Client.Get("/openapi/v1.json").Json();
        using HttpResponseMessage page = await factory.Client.Get("/swagger/index.html");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        await factory.Client.Get("/nothing").Problem(404, "not_found");
    }

    [Theory]
    [InlineData("false", 401)]
    [InlineData("true", 404)]
    public async Task Metrics_want_a_key_unless_they_are_opened(string open, int expected)
    {
        await using ApiFactory factory = await StartAsync(("Security:ApiKey", DataKey), ("Security:OpenMetrics", open));

        using HttpResponseMessage response = await Send(factory, "/METRICS/nothing", HttpMethod.Get);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task Below_v2_errors_have_that_protocols_form()
    {
        await using ApiFactory factory = await StartAsync();

        using HttpResponseMessage response = await Send(factory, "/v2/test/administration", HttpMethod.Post);

        Assert.Equal(
            (HttpStatusCode.Forbidden, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        JsonObject body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal(["error"], body.Select(member => member.Key));
        Assert.Contains("Security:AdminKey", body.Text("error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "16")]
    [InlineData(DataKey, "7")]
    public async Task A_grpc_call_is_refused_with_a_grpc_status(string? key, string expected)
    {
        await using ApiFactory factory = await StartAsync(("Security:ApiKey", DataKey), ("Security:AdminKey", AdminKey));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Admin, UriKind.Relative))
        {
            Content = HttpCalls.Image([0, 0, 0, 0, 0], "application/grpc+proto"),
        };
        if (key is not null)
            request.Headers.Add(Client.KeyHeader, key);

        using HttpResponseMessage response = await factory.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "application/grpc"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(expected, Assert.Single(response.Headers.GetValues("grpc-status")));
        Assert.Contains("admin", Assert.Single(response.Headers.GetValues("grpc-message")), StringComparison.Ordinal);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    private static Task<ApiFactory> StartAsync(params (string, string)[] settings) =>
        ApiFactory.StartReadyAsync(
            services => services.AddSingleton<IStartupFilter>(new Administration()), [("Models:Path", ""), .. settings]);

    private static Task<HttpResponseMessage> Send(
        ApiFactory factory, string address, HttpMethod method, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative));
        foreach ((string name, string value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return factory.Client.SendAsync(request);
    }

    /// <summary>Addresses of the admin plane: requests to them find their endpoint before routing looks for one.</summary>
    private sealed class Administration : IStartupFilter
    {
        private static readonly Endpoint Administer = new(
            context => context.Response.WriteAsync("administered"), new EndpointMetadataCollection(new AdminPlaneAttribute()),
            "administration");

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Path.Value!.EndsWith(Admin, StringComparison.Ordinal))
                    context.SetEndpoint(Administer);
                return rest(context);
            });
            next(app);
        };
    }
}
