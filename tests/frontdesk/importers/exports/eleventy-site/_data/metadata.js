export default {
	title: "Eleventy Base Blog v9",
	url: "https://el.example/",
	language: "en",
	description: "I am writing about my experiences.",
	author: { name: "Your Name Here", email: "x@x.example" }
}
