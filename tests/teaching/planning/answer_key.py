"""Goals and what must, and must not, be recognised in them; written before the planner was."""

from typing import NamedTuple


class Case(NamedTuple):
    """One goal as somebody would type it."""

    goal: str
    requirements: tuple[str, ...]
    must: frozenset[str]
    must_not: frozenset[str]
    stack: str = "python"


def case(goal: str, must: str, must_not: str, *requirements: str, stack: str = "python") -> Case:
    return Case(goal, requirements, frozenset(must.split()), frozenset(must_not.split()), stack)


CASES: dict[str, Case] = {
    "news": case(
        "news aggregator with RSS feeds",
        "feeds llm-call markdown-store",
        "payments auth-jwt inventory websocket-feed relational-schema orders sessions",
        "Fetch from 10 sources, summarize with AI, save to markdown",
    ),
    "shop": case(
        "microservices architecture for e-commerce",
        "services orders inventory payments notifications relational-schema",
        "feeds llm-call markdown-store charts websocket-feed scraping",
        "Need to handle 10k orders/day with inventory sync",
    ),
    "crypto": case(
        "A cryptocurrency tracker: real-time prices over WebSocket, React Context for state, Chart.js",
        "websocket-feed charts web-ui",
        "payments auth-jwt orders feeds relational-schema",
        stack="typescript",
    ),
    "bookshop api": case(
        "REST API for a book catalogue with PostgreSQL, login with JWT and role-based access",
        "http-api relational-schema auth-jwt permissions",
        "sessions feeds payments rest-client scraping",
    ),
    "test framework": case(
        "Automated testing framework on Playwright that generates test cases from user stories, with a CI pipeline",
        "story-tests e2e-tests ci",
        "feeds http-api auth-jwt payments orders",
        stack="typescript",
    ),
    "bank statements": case(
        "A command line tool in Python that imports bank statements from CSV files and reports spending per month",
        "cli data-import",
        "web-ui payments auth-jwt orders http-api",
    ),
    "photos": case(
        "Photo sharing site: users upload pictures, thumbnails are made in the background, search by tag",
        "file-upload job-queue search web-ui",
        "payments orders llm-call feeds",
    ),
    "reminders": case(
        "Send appointment reminders by e-mail every morning at 8 in the customer's time zone",
        "email scheduling",
        "payments llm-call orders feeds",
    ),
    "chatbot": case(
        "A chatbot that answers from our manuals with an LLM and streams its answers token by token",
        "llm-call streaming",
        "live-updates orders payments feeds websocket-feed",
    ),
    "group chat": case(
        "Group chat app in TypeScript where messages appear live for everyone in a room",
        "live-updates",
        "llm-call payments feeds orders",
        stack="typescript",
    ),
    "job ads": case(
        "Scrape job ads from three websites every hour into SQLite and skip duplicates",
        "scraping scheduling relational-schema deduplication",
        "feeds payments job-queue llm-call",
    ),
    "issue tracker": case(
        "An MCP server that gives Claude access to our issue tracker's REST API",
        "mcp-tool rest-client",
        "http-api web-ui payments orders",
    ),
    "bilingual blog": case(
        "A blog in German and English with comments, no login and without payments",
        "i18n web-ui",
        "auth-jwt sessions payments",
    ),
    "billing": case(
        "Subscription billing with Stripe webhooks for our Express app",
        "payments",
        "feeds live-updates scraping",
        stack="typescript",
    ),
    "operations": case(
        "Deploy the service to Kubernetes with structured logging and metrics",
        "deployment observability",
        "payments feeds orders auth-jwt",
    ),
    "public api": case(
        "Public HTTP API with pagination, caching in Redis and 100 requests per minute per key",
        "http-api pagination cache rate-limiting",
        "sessions payments feeds",
    ),
    "cat feeder": case(
        "Feed the cats every six hours: control a servo from a Raspberry Pi",
        "scheduling",
        "feeds scraping orders web-ui",
    ),
    "planets": case(
        "A riddle that asks to put the planets in order of their mass",
        "",
        "orders feeds scheduling inventory relational-schema",
    ),
}

# Written after the planner, to see how far its words carry; 35 of 38 were met before any was looked at.
FURTHER: tuple[Case, ...] = (
    case(
        "A bot that watches GitHub issues through the API and posts a daily digest by e-mail",
        "rest-client email scheduling",
        "http-api payments",
    ),
    case(
        "Online course platform where students log in, watch videos and pay by credit card",
        "sessions payments",
        "feeds llm-call",
    ),
    case("Import contacts from an Excel spreadsheet and remove duplicates", "data-import deduplication", "orders"),
    case("A chat room for classmates with typing indicators", "live-updates", "llm-call"),
    case(
        "Summarize meeting transcripts with an LLM and save the notes as markdown files",
        "llm-call markdown-store",
        "live-updates",
    ),
    case("Warehouse app that keeps stock levels in sync between two locations", "inventory", "charts"),
    case("Expose our recipe database to Claude as an MCP tool", "mcp-tool", "http-api"),
    case("React dashboard with charts of sales per month", "web-ui charts", "orders"),
    case("Microservice for sending push notifications from a queue", "notifications job-queue services", "email"),
    case("Cache the answers of the exchange rate API in Redis", "cache", "rate-limiting"),
    case("Add German translations to our website", "i18n web-ui", "auth-jwt"),
    case("GraphQL API over Postgres with cursor based pagination", "http-api relational-schema pagination", "sessions"),
    case("End-to-end tests with Cypress for the checkout, run in GitHub Actions", "e2e-tests ci", "payments"),
    case("Upload CSV files to S3 and process them in the background", "file-upload data-import job-queue", "llm-call"),
    case(
        "Dockerize a Flask app and deploy it to fly.io with Prometheus metrics", "deployment observability", "llm-call"
    ),
    case("Stock price ticker in the terminal", "websocket-feed cli", "inventory"),
    case("Crawl documentation pages and make them searchable", "scraping search", "feeds"),
    case("Password reset by e-mail for an existing login page", "sessions email", "llm-call"),
    case("Command line flashcard trainer that remembers what I got wrong", "cli", "web-ui"),
)
